package com.example.backup.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Response: its status, and its body as a stream that returns all bytes or throws a {@link TransportException}. One thread; the connection
 * may be closed by any.
 */
final class WebdavReply extends InputStream {

    /** Maximum of bytes to drain, more than an error page has; a longer rest is cheaper to abort. */
    private static final int MAX_DRAINED_BYTES = 64 * 1024;

    private final HttpResponse<InputStream> response;
    private final WebdavConnection connection;

    WebdavReply(HttpResponse<InputStream> response, WebdavConnection connection) {
        this.response = response;
        this.connection = connection;
    }

    /** Returns the status. */
    int status() {
        return response.statusCode();
    }

    /** Returns the length of the body, if the server declared it. */
    Optional<Long> length() {
        return response.headers().firstValue("Content-Length").map(Long::valueOf);
    }

    /** Returns the server's date, if it sent one. */
    Optional<String> date() {
        return response.headers().firstValue("Date");
    }

    /** Returns true if the response redirects to a directory, whose address ends with a slash. */
    boolean isDirectory() {
        URI asked = response.uri();
        try {
            return status() / 100 == 3 && response.headers().firstValue("Location")
                    .filter(location -> asked.resolve(location).equals(URI.create(asked + "/"))).isPresent();
        } catch (IllegalArgumentException e) {
            // A malformed location is no directory.
            return false;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws TransportException {
        connection.check();
        ScheduledFuture<?> timeout = connection.startTimeout();
        try {
            return response.body().read(buffer, offset, count);
        } catch (IOException e) {
            throw connection.failed(e);
        } finally {
            timeout.cancel(false);
        }
    }

    @Override
    public int read() throws TransportException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /** Drains the rest of the response, so that the connection can be reused. */
    WebdavReply drain() throws TransportException {
        try (this) {
            readNBytes(MAX_DRAINED_BYTES);
            return this;
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }

    /** Ends the response, and the connection if there are more bytes. */
    @Override
    public void close() throws TransportException {
        try {
            response.body().close();
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }
}
