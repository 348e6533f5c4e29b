package org.flowgateway.backup.transport.s3;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.support.ProgressTimeout;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * HTTP client of one session whose requests can be aborted, by another thread or by the progress timeout. A socket's own timeout is not
 * sufficient: it limits reads, not writes. One thread makes requests, one at a time; any may close it.
 */
final class AbortableHttpClient implements SdkHttpClient {

    private static final Duration MAX_CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final int CHECKS_PER_TIMEOUT = 4;
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    /** Maximum of bytes of a response other than an object's content: a page of 1000 keys of 1 KiB, each byte encoded as three. */
    private static final int MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

    private static final String LIST_PARAMETER = "list-type";

    private final SdkHttpClient client;
    private final S3Address address;
    private final S3Settings settings;
    private final ProgressTimeout progressTimeout;
    private final Future<?> timeoutCheck;
    private volatile ExecutableHttpRequest latest;
    private volatile boolean closed;
    private volatile boolean timedOut;
    private IOException broken;
    private String errorBody = "";

    /** @param client makes the connections; closed with this */
    AbortableHttpClient(SdkHttpClient client, S3Address address, S3Settings settings, TimeoutScheduler scheduler)
            throws TransportException {
        this.client = client;
        this.address = address;
        this.settings = settings;
        progressTimeout = new ProgressTimeout(settings.connectTimeout());
        try {
            Duration limit = settings.connectTimeout().compareTo(settings.progress()) < 0
                    ? settings.connectTimeout()
                    : settings.progress();
            Duration interval = limit.dividedBy(CHECKS_PER_TIMEOUT);
            timeoutCheck = scheduler.schedule(
                    interval.compareTo(MAX_CHECK_INTERVAL) < 0 ? interval : MAX_CHECK_INTERVAL, this::checkTimeout);
        } catch (RejectedExecutionException e) {
            client.close();
            throw closed(e);
        }
    }

    private void checkTimeout() {
        if (progressTimeout.isExpired()) {
            progressTimeout.end();
            timedOut = true;
            abort();
        }
    }

    /** @throws TransportException {@link FailureKind#CLOSED} if it was closed */
    void check() throws TransportException {
        if (closed) {
            throw closed(null);
        }
    }

    /** Begins a call, and forgets the failures of earlier ones. */
    void begin() throws TransportException {
        check();
        timedOut = false;
        broken = null;
        errorBody = "";
    }

    /** Returns the body of the store's latest error; {@code ""} if there was none. */
    String errorBody() {
        return errorBody;
    }

    /** Returns the failure that interrupted a response; the parser of the response may report only a syntax error. */
    Optional<IOException> broken() {
        return Optional.ofNullable(broken);
    }

    /**
     * Returns the reason why the gateway ended the request in flight.
     *
     * @param cause resulting failure
     * @return {@code null} if the gateway did not end it
     */
    TransportException ended(Throwable cause) {
        if (closed) {
            return closed(cause);
        }
        return timedOut
                ? S3Message.TIMED_OUT.causedBy(cause, address.host(), settings.progress(), settings.connectTimeout())
                : null;
    }

    /** Creates the failure of a closed session. */
    TransportException closed(Throwable cause) {
        return S3Message.CLOSED.causedBy(cause, address.host());
    }

    /** Stops the progress timeout while content is read from its source. */
    void pause() {
        progressTimeout.end();
    }

    /** Restarts the progress timeout when content is sent. */
    void resume() {
        progressTimeout.begin();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        latest = prepared;
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                // After the request is published for abort: one of the two threads sees the other.
                check();
                progressTimeout.begin();
                try {
                    HttpExecuteResponse answer = prepared.call();
                    progressTimeout.setLimit(settings.progress());
                    return answer.responseBody().isEmpty()
                            ? answer
                            : HttpExecuteResponse.builder()
                                    .response(answer.httpResponse())
                                    .responseBody(bounded(
                                            request.httpRequest(),
                                            answer.httpResponse().isSuccessful(),
                                            answer.responseBody().get()))
                                    .build();
                } finally {
                    progressTimeout.end();
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /** Limits every response but an object's content: the client builds a tree of it in memory. */
    private AbortableInputStream bounded(SdkHttpRequest request, boolean successful, AbortableInputStream body)
            throws IOException {
        if (successful
                && request.method() == SdkHttpMethod.GET
                && !request.rawQueryParameters().containsKey(LIST_PARAMETER)) {
            return watched(body);
        }
        byte[] answer = readFully(watched(body), successful ? MAX_RESPONSE_BYTES : MAX_ERROR_BYTES, successful);
        try {
            XmlResponseLimit.check(answer);
        } catch (IOException e) {
            if (successful) {
                broken = e;
                throw e;
            }
            answer = new byte[0]; // The status alone is sufficient.
        }
        if (!successful) {
            errorBody = new String(answer, StandardCharsets.UTF_8);
        }
        return AbortableInputStream.create(new ByteArrayInputStream(answer));
    }

    /** Reads a whole response; an error body that is too long is truncated, since it is none of S3's. */
    private byte[] readFully(AbortableInputStream body, int maxBytes, boolean successful) throws IOException {
        try (body) {
            byte[] answer = body.readNBytes(maxBytes + 1);
            if (answer.length <= maxBytes) {
                return answer;
            }
            // Otherwise close reads to the end.
            body.abort();
            if (successful) {
                broken = new IOException("an answer is longer than one of S3 can be");
                throw broken;
            }
            return Arrays.copyOf(answer, maxBytes);
        }
    }

    private AbortableInputStream watched(AbortableInputStream body) {
        return AbortableInputStream.create(
                new FilterInputStream(body) {
                    @Override
                    public int read() throws IOException {
                        byte[] one = new byte[1];
                        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int count) throws IOException {
                        check();
                        progressTimeout.begin();
                        try {
                            return super.read(bytes, offset, count);
                        } catch (IOException e) {
                            broken = e;
                            throw e;
                        } finally {
                            progressTimeout.end();
                        }
                    }
                },
                body);
    }

    private void abort() {
        ExecutableHttpRequest request = latest;
        if (request != null) {
            request.abort();
        }
    }

    @Override
    public void close() {
        closed = true;
        timeoutCheck.cancel(false);
        try {
            abort();
        } finally {
            client.close();
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }
}
