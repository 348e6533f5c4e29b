package org.flowgateway.backup.transport.sftp.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Request of SFTP version 3, encoded (draft-ietf-secsh-filexfer-02). One thread. */
final class SftpRequest {

    static final byte OPEN = 3;
    static final byte CLOSE = 4;
    static final byte READ = 5;
    static final byte WRITE = 6;
    static final byte LSTAT = 7;
    static final byte FSTAT = 8;
    static final byte OPENDIR = 11;
    static final byte READDIR = 12;
    static final byte REMOVE = 13;
    static final byte MKDIR = 14;
    static final byte RMDIR = 15;
    static final byte REALPATH = 16;
    static final byte STAT = 17;
    static final byte RENAME = 18;
    static final byte EXTENDED = (byte) 200;

    /** Flags of attributes that hold only permissions. */
    private static final int PERMISSIONS_ONLY = 4;

    private static final int ID_AT = 5;
    private static final int HEADER = 9;
    private static final int SPARE = 247;

    /** Maximum length, in bytes, of a reply that holds a status or a path. */
    private static final int SHORT_REPLY_BYTES = 64 * 1024;

    private ByteBuffer bytes;
    private int maxReplyBytes = SHORT_REPLY_BYTES;

    SftpRequest(byte type) {
        bytes = ByteBuffer.allocate(HEADER + SPARE);
        bytes.putInt(0).put(type).putInt(0);
    }

    SftpRequest text(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    SftpRequest string(byte[] string) {
        room(Integer.BYTES + string.length).putInt(string.length).put(string);
        return this;
    }

    SftpRequest number(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    SftpRequest number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    SftpRequest permissions(int permissions) {
        return number(PERMISSIONS_ONLY).number(permissions);
    }

    /** Sets the maximum length of the reply, in bytes. */
    SftpRequest answeredBy(int maxBytes) {
        maxReplyBytes = maxBytes;
        return this;
    }

    /** Returns the maximum length of the reply, in bytes. */
    int maxReplyBytes() {
        return maxReplyBytes;
    }

    /**
     * Returns the packet, ready to be sent.
     *
     * @param more bytes of content that are sent after it
     */
    ByteBuffer packet(int id, int more) {
        bytes.putInt(0, bytes.position() - Integer.BYTES + more).putInt(ID_AT, id);
        return bytes.flip();
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            int position = bytes.position();
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), Math.max(position * 2, position + count)))
                    .position(position);
        }
        return bytes;
    }
}
