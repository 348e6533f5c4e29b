package org.flowgateway.backup.transport.sftp;

import java.io.IOException;

/** What an SFTP server said that did not do what it was asked. */
final class SftpStatus extends IOException {

    static final int OK = 0;
    static final int EOF = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;
    static final int NO_CONNECTION = 6;
    static final int CONNECTION_LOST = 7;
    static final int UNSUPPORTED = 8;
    /** From here on codes of later versions, which some servers send all the same. */
    static final int NO_SUCH_PATH = 10;
    static final int ALREADY_EXISTS = 11;
    static final int WRITE_PROTECT = 12;
    static final int NO_SPACE = 14;
    static final int QUOTA_EXCEEDED = 15;
    static final int DIR_NOT_EMPTY = 18;
    static final int NOT_A_DIRECTORY = 19;

    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARACTERS = 200;

    private final int code;

    SftpStatus(int code, String told) {
        super(told.isBlank() ? "status " + code : shortened(told) + " (status " + code + ")");
        this.code = code;
    }

    /** A server's words stand in messages for people. */
    private static String shortened(String told) {
        return told.length() <= MOST_CHARACTERS ? told : told.substring(0, MOST_CHARACTERS) + "…";
    }

    /** Something is not there, which the server has other words for. */
    static SftpStatus absence(SftpStatus refusal) {
        SftpStatus absence = new SftpStatus(NO_SUCH_FILE, "there is no directory above it");
        absence.initCause(refusal);
        return absence;
    }

    int code() {
        return code;
    }

    /** Whether there is no such file, or nothing on the way to it. */
    boolean isAbsence() {
        return code == NO_SUCH_FILE || code == NO_SUCH_PATH || code == NOT_A_DIRECTORY;
    }
}
