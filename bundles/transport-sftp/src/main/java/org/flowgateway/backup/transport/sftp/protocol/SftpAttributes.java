package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Attributes of a file as the server reports them. Immutable.
 *
 * @param size bytes; empty if the server does not report it
 * @param permissions type and permissions as in POSIX; 0 if the server does not report them
 * @param modified time of the last change by the server's clock, seconds since 1970; 0 if the server does not report it
 */
public record SftpAttributes(OptionalLong size, int permissions, long modified) {

    private static final int HAS_SIZE = 1;
    private static final int HAS_OWNER = 2;
    private static final int HAS_PERMISSIONS = 4;
    private static final int HAS_TIMES = 8;
    private static final int HAS_MORE = 0x80000000;

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int ALL_PERMISSIONS = 07777;
    private static final int ANYBODY_WRITES = 0222;

    /** Reads attributes at the current position of a reply. */
    static SftpAttributes read(SftpReply reply) throws IOException {
        int flags = reply.number();
        OptionalLong size = (flags & HAS_SIZE) == 0 ? OptionalLong.empty() : size(reply.longNumber());
        if ((flags & HAS_OWNER) != 0) {
            reply.longNumber();
        }
        int permissions = (flags & HAS_PERMISSIONS) == 0 ? 0 : reply.number();
        long modified = 0;
        if ((flags & HAS_TIMES) != 0) {
            reply.number();
            modified = Integer.toUnsignedLong(reply.number());
        }
        for (int more = (flags & HAS_MORE) == 0 ? 0 : reply.number(); more > 0; more--) {
            reply.bytes();
            reply.bytes();
        }
        return new SftpAttributes(size, permissions, modified);
    }

    /** Ignores sizes that read as negative: no file has so many bytes. */
    private static OptionalLong size(long reported) {
        return reported < 0 ? OptionalLong.empty() : OptionalLong.of(reported);
    }

    public boolean isRegularFile() {
        return (permissions & TYPE) == REGULAR;
    }

    public boolean isDirectory() {
        return (permissions & TYPE) == DIRECTORY;
    }

    public boolean isSymbolicLink() {
        return (permissions & TYPE) == LINK;
    }

    /** Returns the same attributes with the type of a directory. */
    SftpAttributes asDirectory() {
        return new SftpAttributes(size, permissions | DIRECTORY, modified);
    }

    /** Returns the same attributes with the type of a regular file. */
    SftpAttributes asRegularFile() {
        return new SftpAttributes(size, permissions | REGULAR, modified);
    }

    /** Returns true if the server reports permissions, and nobody may write. */
    public boolean isReadOnly() {
        return permissions != 0 && (permissions & ANYBODY_WRITES) == 0;
    }

    /** Permissions for messages, for example {@code mode 0755}. */
    public String mode() {
        return permissions == 0 ? "mode unknown" : "mode 0%o".formatted(permissions & ALL_PERMISSIONS);
    }

    /** Returns true if the server reported a file type. */
    public boolean hasType() {
        return (permissions & TYPE) != 0;
    }

    /** Returns the length of a regular file, in bytes. */
    public long length() throws IOException {
        return size.orElseThrow(() -> new IOException("the server does not report the length of a file"));
    }
}
