package org.flowgateway.backup.archive.crypto;

import java.util.Arrays;
import org.bouncycastle.bcpg.AEADEncDataPacket;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricEncIntegrityPacket;
import org.bouncycastle.bcpg.SymmetricKeyEncSessionPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.PBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.PGPDataDecryptor;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEDataDecryptorFactoryBuilder;
import org.flowgateway.backup.archive.ArchiveException;

/** Opener of key packets that reuses a derived key; the rest is the library's. */
final class KeyPacketOpener extends PBEDataDecryptorFactory {

    private final PasswordKey password;
    private final PBEDataDecryptorFactory library = new JcePBEDataDecryptorFactoryBuilder()
            .setProvider(JdkAesProvider.BOUNCY_CASTLE)
            .build(new char[0]);

    KeyPacketOpener(PasswordKey password) {
        super(new char[0], null);
        this.password = password;
    }

    @Override
    public byte[] makeKeyFromPassPhrase(int algorithm, S2K s2k) throws PGPException {
        try {
            return password.derive(s2k);
        } catch (ArchiveException e) {
            throw new PGPException("key derivation refused", e);
        }
    }

    @Override
    public byte[] recoverSessionData(int algorithm, byte[] key, byte[] sessionData) throws PGPException {
        return library.recoverSessionData(algorithm, key, sessionData);
    }

    @Override
    public byte[] recoverAEADEncryptedSessionData(SymmetricKeyEncSessionPacket packet, byte[] key) throws PGPException {
        try {
            return library.recoverAEADEncryptedSessionData(packet, key);
        } finally {
            // A copy for this packet alone.
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public PGPDataDecryptor createDataDecryptor(boolean integrity, int algorithm, byte[] key) throws PGPException {
        return library.createDataDecryptor(integrity, algorithm, key);
    }

    @Override
    public PGPDataDecryptor createDataDecryptor(AEADEncDataPacket packet, PGPSessionKey key) throws PGPException {
        return library.createDataDecryptor(packet, key);
    }

    @Override
    public PGPDataDecryptor createDataDecryptor(SymmetricEncIntegrityPacket packet, PGPSessionKey key)
            throws PGPException {
        return library.createDataDecryptor(packet, key);
    }
}
