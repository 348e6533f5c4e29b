package org.flowgateway.backup.archive.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.flowgateway.backup.archive.ArchiveException;

/** Sealing of arbitrary packets; our writer always puts one literal data packet into a message. */
public final class RawMessages {

    private static final char[] PASSWORD = "password".toCharArray();

    /** Key derivation with 1 MiB, which takes milliseconds. */
    private static final S2K.Argon2Params CHEAP = new S2K.Argon2Params(new byte[16], 1, 1, 10);

    private final SecureRandom random = new SecureRandom();
    private final ArchiveCipher cipher = ArchiveCipher.forOpening(PASSWORD);
    private final byte[] key;

    public RawMessages() {
        try {
            key = new PasswordKey(PASSWORD).derive(S2K.argon2S2K(CHEAP));
        } catch (ArchiveException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a cipher that opens these messages. */
    ArchiveCipher cipher() {
        return cipher;
    }

    public byte[] seal(byte[] packets) throws IOException {
        return seal(packets, 16);
    }

    /** @param chunkExponent binary logarithm of the bytes that have one authentication tag */
    byte[] seal(byte[] packets, int chunkExponent) throws IOException {
        PGPEncryptedDataGenerator generator =
                new PGPEncryptedDataGenerator(new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                        .setWithAEAD(AEADAlgorithmTags.GCM, chunkExponent)
                        .setUseV6AEAD()
                        .setSecureRandom(random)
                        .setProvider(JdkAesProvider.INSTANCE));
        generator.addMethod(new KeyPacketWriter(key, CHEAP, random));
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream message = generator.open(sealed, new byte[1 << 16])) {
            message.write(packets);
        } catch (PGPException e) {
            throw new IOException(e);
        }
        return sealed.toByteArray();
    }
}
