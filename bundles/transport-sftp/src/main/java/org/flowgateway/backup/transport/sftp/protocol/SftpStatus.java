package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import org.flowgateway.backup.transport.sftp.ssh.ServerMessages;

/** Status of an SFTP request that failed. Its message is the server's text with the code. */
public final class SftpStatus extends IOException {

    static final int OK = 0;
    public static final int EOF = 1;
    public static final int NO_SUCH_FILE = 2;
    public static final int PERMISSION_DENIED = 3;
    public static final int FAILURE = 4;
    static final int BAD_MESSAGE = 5;
    static final int NO_CONNECTION = 6;
    static final int CONNECTION_LOST = 7;
    public static final int UNSUPPORTED = 8;
    /** The codes from here on are of later versions; some servers send them all the same. */
    static final int NO_SUCH_PATH = 10;

    static final int ALREADY_EXISTS = 11;
    public static final int WRITE_PROTECT = 12;
    static final int NO_SPACE = 14;
    static final int QUOTA_EXCEEDED = 15;
    static final int DIR_NOT_EMPTY = 18;
    static final int NOT_A_DIRECTORY = 19;

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code status of the reply
     * @param text the server's text; "" if it has none
     */
    public SftpStatus(int code, String text) {
        super(text.isBlank() ? "status " + code : ServerMessages.clean(text) + " (status " + code + ")");
        this.code = code;
    }

    private SftpStatus(int code, SftpStatus refusal) {
        super(refusal.getMessage(), refusal);
        this.code = code;
    }

    /** Creates a status of absence for a refusal that means it, with the refusal's text. */
    public static SftpStatus absence(SftpStatus refusal) {
        return new SftpStatus(NO_SUCH_FILE, refusal);
    }

    public int code() {
        return code;
    }

    /** Returns true if the file or one of its parents does not exist. */
    public boolean isAbsence() {
        return code == NO_SUCH_FILE || code == NO_SUCH_PATH || code == NOT_A_DIRECTORY;
    }
}
