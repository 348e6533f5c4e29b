package com.example.backup.ftps;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLSocket;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.ProgressTimeout;

/** Data connection of one command. One thread. */
final class FtpsDataConnection {

    private final FtpsConnection connection;
    private final SSLSocket socket;
    private final ProgressTimeout writing;

    FtpsDataConnection(FtpsConnection connection, SSLSocket socket, ProgressTimeout writing) {
        this.connection = connection;
        this.socket = socket;
        this.writing = writing;
    }

    /** Returns the stream of what the server sends. */
    InputStream input() throws TransportException {
        try {
            return socket.getInputStream();
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }

    /** Sends bytes; a write without progress times out. */
    void write(byte[] buffer, int count) throws TransportException {
        connection.check();
        timed(() -> {
            OutputStream out = socket.getOutputStream();
            out.write(buffer, 0, count);
        });
    }

    /** Ends the transfer, and returns the server's last reply, which says if it was successful. */
    FtpsReply finish() throws TransportException {
        timed(socket::close);
        return connection.command(to -> to.completePendingCommand());
    }

    /** Classifies a failure of the transfer; the connection is dropped. */
    TransportException failed(IOException failure) {
        return connection.failed(failure);
    }

    /** Abandons the transfer with the connection: the rest of the data would still arrive. */
    void abandon() {
        connection.drop();
    }

    private interface Write {
        void run() throws IOException;
    }

    private void timed(Write write) throws TransportException {
        writing.begin();
        try {
            write.run();
        } catch (IOException e) {
            throw connection.failed(e);
        } finally {
            writing.end();
        }
    }
}
