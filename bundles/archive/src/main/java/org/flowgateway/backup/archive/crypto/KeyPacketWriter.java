package org.flowgateway.backup.archive.crypto;

import java.security.SecureRandom;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEKeyEncryptionMethodGenerator;

/** Writer of a message's key packet (SKESK, version 6) that reuses a derived key. Not thread-safe: one for each message. */
final class KeyPacketWriter extends JcePBEKeyEncryptionMethodGenerator {

    private final byte[] key;

    KeyPacketWriter(byte[] key, S2K.Argon2Params parameters, SecureRandom random) {
        super(new char[0], parameters);
        this.key = key;
        // Bouncy Castle's key packets require its own GCM parameters; at 48 bytes its speed does not matter.
        setProvider(JdkAesProvider.BOUNCY_CASTLE);
        setSecureRandom(random);
    }

    @Override
    public byte[] getKey(int algorithm) throws PGPException {
        return key;
    }
}
