package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What a server tells about a file. Immutable.
 *
 * @param size bytes; empty if the server does not tell
 * @param permissions type and permissions as POSIX has them; 0 if the server does not tell
 * @param modified time of the last change by the server's clock, seconds since 1970; 0 if the server does not tell
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

    /** Reads them from where an answer stands. */
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

    /** No file has so many bytes that the number reads as negative. */
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

    /** The same, known to be a directory. */
    SftpAttributes asDirectory() {
        return new SftpAttributes(size, permissions | DIRECTORY, modified);
    }

    /** The same, known to be a file. */
    SftpAttributes asRegularFile() {
        return new SftpAttributes(size, permissions | REGULAR, modified);
    }

    /** Whether the server tells permissions, and nobody may write. */
    public boolean isReadOnly() {
        return permissions != 0 && (permissions & ANYBODY_WRITES) == 0;
    }

    /** Permissions for messages, for example {@code mode 0755}. */
    public String mode() {
        return permissions == 0 ? "mode unknown" : "mode 0%o".formatted(permissions & ALL_PERMISSIONS);
    }

    /** Whether the server told what it is. */
    public boolean hasType() {
        return (permissions & TYPE) != 0;
    }

    /** Bytes, of a regular file. */
    public long length() throws IOException {
        return size.orElseThrow(() -> new IOException("the server does not tell the length of a file"));
    }
}
