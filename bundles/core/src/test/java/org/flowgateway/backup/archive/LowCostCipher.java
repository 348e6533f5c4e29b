package org.flowgateway.backup.archive;

/** Ciphers whose key takes a moment to derive, for tests of very many backups. */
public final class LowCostCipher {

    /** 1 MiB. */
    private static final int MEMORY_EXPONENT = 10;

    private LowCostCipher() {}

    /** Returns a cipher like {@link ArchiveCipher#toSeal(char[])} with a sixty-fourth of its key derivation cost. */
    public static ArchiveCipher toSeal(char[] password) {
        return ArchiveCipher.toSeal(password, MEMORY_EXPONENT);
    }
}
