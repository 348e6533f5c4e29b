package org.flowgateway.backup.archive;

import java.security.SecureRandom;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEKeyEncryptionMethodGenerator;

/**
 * Writes the key packet (SKESK, version 6) of a message with a key that was derived before. Not thread-safe: one for
 * each message.
 */
final class SharedSaltMethod extends JcePBEKeyEncryptionMethodGenerator {

    private final byte[] key;

    SharedSaltMethod(byte[] key, S2K.Argon2Params parameters, SecureRandom random) {
        super(new char[0], parameters);
        this.key = key;
        // Bouncy Castle's key packets want its own GCM parameters; at 48 bytes its speed does not matter.
        setProvider(JdkAesProvider.BOUNCY_CASTLE);
        setSecureRandom(random);
    }

    @Override
    public byte[] getKey(int algorithm) throws PGPException {
        return key;
    }
}
