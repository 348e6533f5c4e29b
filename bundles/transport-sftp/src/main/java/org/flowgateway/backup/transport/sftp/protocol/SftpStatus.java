package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.flowgateway.backup.transport.sftp.ssh.ServerMessages;

/** Status of an SFTP request that failed. */
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

    /** Texts that say no more than the code does. */
    private static final Set<String> PLAIN_WORDS = Set.of(
            "",
            "failure",
            "permission denied",
            "no such file",
            "no such file or directory",
            "file does not exist",
            "file not found",
            "access denied",
            "eof",
            "end of file",
            "operation unsupported");

    private final int code;
    private final String text;

    public SftpStatus(int code, String message) {
        super(message.isBlank() ? "status " + code : ServerMessages.clean(message) + " (status " + code + ")");
        this.code = code;
        text = ServerMessages.clean(message);
    }

    /** Creates a status of absence for a refusal that means it. */
    public static SftpStatus absence(SftpStatus refusal) {
        SftpStatus absence = new SftpStatus(NO_SUCH_FILE, "there is no directory above it");
        absence.initCause(refusal);
        return absence;
    }

    /** Returns the server's text, as a part of a sentence; "" if it says no more than the code does. */
    public String more() {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[.! ]+$", "");
        return PLAIN_WORDS.contains(plain) ? "" : ", and the server says \"" + text + '"';
    }

    public int code() {
        return code;
    }

    /** Returns true if the file or one of its parents does not exist. */
    public boolean isAbsence() {
        return code == NO_SUCH_FILE || code == NO_SUCH_PATH || code == NOT_A_DIRECTORY;
    }
}
