package org.flowgateway.backup.archive;

/** Ciphers whose key takes a moment to derive, for tests of very many backups. */
public final class CheapCipher {

    /** 1 MiB. */
    private static final int MEMORY_EXPONENT = 10;

    private CheapCipher() {}

    /** As {@link ArchiveCipher#forSealing(char[])}, at a sixty-fourth of its cost to whoever opens what it sealed. */
    public static ArchiveCipher forSealing(char[] password) {
        return ArchiveCipher.forSealing(password, MEMORY_EXPONENT);
    }
}
