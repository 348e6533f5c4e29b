package com.example.backup.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * An answer: its status, and its body as a stream that gives all of it or throws a {@link TransportException}. One thread; the connection
 * may be closed by any.
 */
final class WebdavReply extends InputStream {

    /** More than an error page has: what is longer is cheaper to break off than to read. */
    private static final int MAX_DRAINED_BYTES = 64 * 1024;

    private final HttpResponse<InputStream> response;
    private final WebdavConnection connection;

    WebdavReply(HttpResponse<InputStream> response, WebdavConnection connection) {
        this.response = response;
        this.connection = connection;
    }

    /** The status, without looking at the body. */
    int status() {
        return response.statusCode();
    }

    /** Bytes of the body, if the server told them before. */
    Optional<Long> length() {
        return response.headers().firstValue("Content-Length").map(Long::valueOf);
    }

    /** The server's clock, as it tells it. */
    Optional<String> date() {
        return response.headers().firstValue("Date");
    }

    /** Whether it says that what was asked for is a directory, whose address ends with a slash. */
    boolean isDirectory() {
        URI asked = response.uri();
        try {
            return status() / 100 == 3 && response.headers().firstValue("Location")
                    .filter(location -> asked.resolve(location).equals(URI.create(asked + "/"))).isPresent();
        } catch (IllegalArgumentException e) {
            // A location that is none leads nowhere.
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

    /** Reads what little is left of the answer, so that the line can be used for the next request. */
    WebdavReply drain() throws TransportException {
        try (this) {
            readNBytes(MAX_DRAINED_BYTES);
            return this;
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }

    /** Ends the answer, and the line too if there is more to come. */
    @Override
    public void close() throws TransportException {
        try {
            response.body().close();
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }
}
