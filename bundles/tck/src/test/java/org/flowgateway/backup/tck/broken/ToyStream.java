package org.flowgateway.backup.tck.broken;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content of an object from a toy server. Closing it early ends the connection, since more is in flight. */
final class ToyStream extends InputStream {

    private final ToyConnection connection;
    private final DataInputStream in;
    private final DataOutputStream out;
    private byte[] chunk = {};
    private int at;
    private boolean ended;

    ToyStream(ToyConnection connection, DataInputStream in, DataOutputStream out) {
        this.connection = connection;
        this.in = in;
        this.out = out;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        return connection.exchange(() -> {
            if (count == 0) {
                return 0;
            }
            if (at == chunk.length && !ended) {
                next();
            }
            if (ended) {
                return -1;
            }
            int given = Math.min(count, chunk.length - at);
            System.arraycopy(chunk, at, buffer, offset, given);
            at += given;
            return given;
        });
    }

    private void next() throws IOException {
        int length = in.readInt();
        ended = length == ToyProtocol.END;
        chunk = new byte[length];
        in.readFully(chunk);
        at = 0;
        if (!ended) {
            out.writeByte(0);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (!ended) {
            connection.disconnect();
        }
    }
}
