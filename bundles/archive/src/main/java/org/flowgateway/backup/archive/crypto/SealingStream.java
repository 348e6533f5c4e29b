package org.flowgateway.backup.archive.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.PGPKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;

/** Stream that converts plain bytes to one OpenPGP message. */
final class SealingStream extends OutputStream {

    /** Chunks of 64 KiB: the smallest at full speed, so a reader holds few unverified bytes. */
    private static final int CHUNK_EXPONENT = 16;

    private static final int PARTIAL_LENGTH = 1 << 16;

    private final OutputStream encryptedData;
    private final OutputStream literalData;
    private boolean closed;

    SealingStream(OutputStream sealed, PGPKeyEncryptionMethodGenerator method, SecureRandom random) throws IOException {
        JcePGPDataEncryptorBuilder builder = new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithAEAD(AEADAlgorithmTags.GCM, CHUNK_EXPONENT)
                .setUseV6AEAD()
                .setSecureRandom(random)
                .setProvider(JdkAesProvider.INSTANCE);
        PGPEncryptedDataGenerator encrypted = new PGPEncryptedDataGenerator(builder);
        encrypted.addMethod(method);
        try {
            encryptedData = encrypted.open(sealed, new byte[PARTIAL_LENGTH]);
        } catch (PGPException e) {
            throw new IOException("cannot start an encrypted message", e);
        }
        literalData = new PGPLiteralDataGenerator()
                .open(encryptedData, PGPLiteralData.BINARY, "", PGPLiteralData.NOW, new byte[PARTIAL_LENGTH]);
    }

    @Override
    public void write(int value) throws IOException {
        literalData.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        literalData.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            literalData.close();
            encryptedData.close();
        }
    }
}
