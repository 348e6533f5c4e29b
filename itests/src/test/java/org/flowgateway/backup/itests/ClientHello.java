package org.flowgateway.backup.itests;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** First message of a TLS client, composed here: Java's own client no longer offers the old versions. */
final class ClientHello {

    /** Type of the record that continues the handshake. */
    static final int HANDSHAKE = 22;
    /** Type of the record that ends the handshake. */
    static final int ALERT = 21;

    private static final int DEADLINE_MILLIS = 60_000;
    private static final int[] CIPHERS = {
        0xc02b, 0xc02f, 0xc02c, 0xc030, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x002f, 0x0035
    };
    private static final int[] SIGNATURES = {0x0403, 0x0503, 0x0603, 0x0804, 0x0401, 0x0501, 0x0203, 0x0201};
    private static final int[] CURVES = {0x001d, 0x0017, 0x0018};

    private final int version;

    private ClientHello(int version) {
        this.version = version;
    }

    /**
     * Composes a message.
     *
     * @param version 0x0303 is TLS 1.2
     */
    static ClientHello of(int version) {
        return new ClientHello(version);
    }

    /** Returns the type of the first record of a server's answer. */
    int answerOf(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.getOutputStream().write(record());
            return socket.getInputStream().read();
        }
    }

    private byte[] record() throws IOException {
        byte[] body = body();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream record = new DataOutputStream(bytes);
        record.writeByte(HANDSHAKE);
        record.writeShort(0x0301);
        record.writeShort(body.length + 4);
        record.writeInt(0x01000000 | body.length);
        record.write(body);
        return bytes.toByteArray();
    }

    private byte[] body() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeShort(version);
        body.write(new byte[32]);
        body.writeByte(0);
        list(body, CIPHERS);
        body.writeShort(0x0100);
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        extension(extensions, 0x000a, CURVES);
        extension(extensions, 0x000d, SIGNATURES);
        extensions.write(new byte[] {0, 0x0b, 0, 2, 1, 0});
        body.writeShort(extensions.size());
        body.write(extensions.toByteArray());
        return bytes.toByteArray();
    }

    private static void extension(ByteArrayOutputStream to, int type, int... values) throws IOException {
        DataOutputStream extension = new DataOutputStream(to);
        extension.writeShort(type);
        extension.writeShort(2 * values.length + 2);
        list(extension, values);
    }

    private static void list(DataOutputStream to, int... values) throws IOException {
        to.writeShort(2 * values.length);
        for (int value : values) {
            to.writeShort(value);
        }
    }
}
