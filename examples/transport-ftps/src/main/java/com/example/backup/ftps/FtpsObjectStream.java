package com.example.backup.ftps;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.ExactLengthStream;

/** Stream of an object's bytes. After the last one the server confirms the transfer. One thread. */
final class FtpsObjectStream extends InputStream {

    private final FtpsConnection connection;
    private final FtpsDataConnection data;
    private final InputStream received;
    private final ExactLengthStream content;
    private boolean finished;
    private boolean closed;

    /** @param length bytes that the server must send */
    FtpsObjectStream(FtpsConnection connection, FtpsDataConnection data, long length) throws TransportException {
        this.connection = connection;
        this.data = data;
        received = data.input();
        content = new ExactLengthStream(received, length);
    }

    @Override
    public int read() throws TransportException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws TransportException {
        connection.check();
        if (finished) {
            return count == 0 ? 0 : -1;
        }
        try {
            int read = content.read(buffer, offset, count);
            if (read < 0) {
                finish();
            }
            return read;
        } catch (IOException e) {
            finished = true;
            throw data.failed(e);
        }
    }

    private void finish() throws IOException {
        finished = true;
        if (received.read() >= 0) {
            throw new IOException("The server sent more bytes than it listed");
        }
        if (!data.finish().isPositive()) {
            throw connection.refusal();
        }
    }

    /** Ends the transfer. A stream that was not read to its end costs the connection. */
    @Override
    public void close() throws TransportException {
        if (closed) {
            return;
        }
        closed = true;
        if (!finished && content.remaining() == 0) {
            read();
        } else if (!finished) {
            finished = true;
            data.abandon();
        }
    }
}
