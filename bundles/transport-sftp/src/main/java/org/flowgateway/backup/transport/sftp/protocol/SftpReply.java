package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reply of SFTP version 3, read field by field. One thread. */
public final class SftpReply {

    private static final byte STATUS = 101;
    private static final byte HANDLE = 102;
    private static final byte DATA = 103;
    private static final byte NAME = 104;
    private static final byte ATTRIBUTES = 105;
    private static final byte EXTENDED = (byte) 201;

    private final byte type;
    private final ByteBuffer rest;

    /** @param packet packet without its length: type, id and payload */
    SftpReply(ByteBuffer packet) {
        type = packet.get();
        packet.getInt();
        rest = packet;
    }

    /** @throws SftpStatus if the server reports any status but OK */
    public void ok() throws IOException {
        status(STATUS);
    }

    public byte[] handle() throws IOException {
        status(HANDLE);
        return bytes();
    }

    /** Returns the bytes that were read, as the remaining bytes of a buffer. */
    public ByteBuffer data() throws IOException {
        status(DATA);
        int length = number();
        if (length < 0 || length > rest.remaining()) {
            throw malformed(null);
        }
        return rest.slice(rest.position(), length);
    }

    public SftpAttributes attributes() throws IOException {
        status(ATTRIBUTES);
        return SftpAttributes.read(this);
    }

    /** Returns the number of names that follow; each is a {@link #text}, a long name to be skipped, and {@link SftpAttributes}. */
    int names() throws IOException {
        status(NAME);
        return number();
    }

    /** Returns this reply, positioned at the payload of an extended reply. */
    SftpReply extended() throws IOException {
        status(EXTENDED);
        return this;
    }

    int number() throws IOException {
        try {
            return rest.getInt();
        } catch (BufferUnderflowException e) {
            throw malformed(e);
        }
    }

    long longNumber() throws IOException {
        try {
            return rest.getLong();
        } catch (BufferUnderflowException e) {
            throw malformed(e);
        }
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException {
        int length = number();
        if (length < 0 || length > rest.remaining()) {
            throw malformed(null);
        }
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return bytes;
    }

    private void status(byte wanted) throws IOException {
        if (type == STATUS) {
            int code = number();
            if (code != SftpStatus.OK) {
                throw new SftpStatus(code, rest.hasRemaining() ? text() : "");
            }
        }
        if (type != wanted) {
            throw malformed(null);
        }
    }

    private static IOException malformed(Throwable cause) {
        return new IOException("the server's reply is not one of SFTP version 3", cause);
    }
}
