package org.flowgateway.backup.archive.crypto;

/** Ciphers whose key takes a moment to derive, for tests that are not about the key derivation. */
public final class LowCostCipher {

    /** 1 MiB. */
    private static final int MEMORY_EXPONENT = 10;

    private LowCostCipher() {}

    /** Returns a cipher like {@link ArchiveCipher#forSealing(char[])} with a sixty-fourth of its key derivation cost. */
    public static ArchiveCipher forSealing(char[] password) {
        return ArchiveCipher.forSealing(password, MEMORY_EXPONENT);
    }
}
