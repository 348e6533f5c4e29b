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
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The HTTP client of one session: whatever is under way on it can be ended, from another thread or because nothing comes or goes any more.
 * A socket's own timeout would not do: it limits reading, and not writing. One thread makes requests, one at a time; any may close it.
 */
final class AbortableHttpClient implements SdkHttpClient {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final int LOOKS = 4;
    private static final int LONGEST_REFUSAL = 64 * 1024;
    /** Bytes of an answer that is no object's content: a page of 1000 keys of 1 KiB, each byte of them written as three. */
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private static final String OF_A_LISTING = "list-type";

    private final SdkHttpClient client;
    private final S3Address address;
    private final S3Settings settings;
    private final S3ProgressTimeout patience;
    private final Future<?> looking;
    private volatile ExecutableHttpRequest latest;
    private volatile boolean closed;
    private volatile boolean exhausted;
    private IOException broken;
    private String refusal = "";

    /** @param client makes the connections, and is closed with this */
    AbortableHttpClient(SdkHttpClient client, S3Address address, S3Settings settings, S3TimeoutScheduler watch)
            throws TransportException {
        this.client = client;
        this.address = address;
        this.settings = settings;
        patience = new S3ProgressTimeout(settings.firstContact());
        try {
            Duration limit = settings.firstContact().compareTo(settings.progress()) < 0
                    ? settings.firstContact()
                    : settings.progress();
            Duration look = limit.dividedBy(LOOKS);
            looking = watch.every(look.compareTo(LONGEST_LOOK) < 0 ? look : LONGEST_LOOK, this::look);
        } catch (RejectedExecutionException e) {
            client.close();
            throw ended(FailureKind.CLOSED, e);
        }
    }

    private void look() {
        if (patience.isExhausted()) {
            patience.end();
            exhausted = true;
            abort();
        }
    }

    /** @throws TransportException {@link FailureKind#CLOSED} if it was closed */
    void check() throws TransportException {
        if (closed) {
            throw ended(FailureKind.CLOSED, null);
        }
    }

    /** A call begins: what went wrong in an earlier one is over. */
    void begin() throws TransportException {
        check();
        exhausted = false;
        broken = null;
        refusal = "";
    }

    /** The store's latest refusal in its own words; {@code ""} if there was none. */
    String refusal() {
        return refusal;
    }

    /** What broke while an answer was read: those who understand the answer may tell no more than that they do not understand it. */
    Optional<IOException> broken() {
        return Optional.ofNullable(broken);
    }

    /**
     * Gives the reason why this side ended what was under way.
     *
     * @param cause what came of it
     * @return {@code null} if this side did not
     */
    TransportException ended(Throwable cause) {
        if (closed) {
            return ended(FailureKind.CLOSED, cause);
        }
        return exhausted ? ended(FailureKind.TIMEOUT, cause) : null;
    }

    private TransportException ended(FailureKind kind, Throwable cause) {
        return new TransportException(
                kind,
                kind == FailureKind.CLOSED
                        ? "The connection to " + address.host() + " was closed while it was in use"
                        : address.host() + " has stopped answering, or did not answer at all, and was given up (after "
                                + settings.progress().toSeconds() + " s without progress, "
                                + settings.firstContact().toSeconds()
                                + " s at the first contact): check that host and the line to it",
                cause);
    }

    /** That it was closed. */
    TransportException closed(Throwable cause) {
        return ended(FailureKind.CLOSED, cause);
    }

    /** Content is had from elsewhere: the store is not waited for meanwhile. */
    void pause() {
        patience.end();
    }

    /** Content goes on to the store. */
    void resume() {
        patience.begin();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        latest = prepared;
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                // After it can be found by those who end it: one of the two sees the other.
                check();
                patience.begin();
                try {
                    HttpExecuteResponse answer = prepared.call();
                    patience.limit(settings.progress());
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
                    patience.end();
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /** An object's content is read as it comes; of any other answer the client makes a tree in memory. */
    private AbortableInputStream bounded(SdkHttpRequest request, boolean successful, AbortableInputStream body)
            throws IOException {
        if (successful
                && request.method() == SdkHttpMethod.GET
                && !request.rawQueryParameters().containsKey(OF_A_LISTING)) {
            return watched(body);
        }
        byte[] answer = whole(watched(body), successful ? LONGEST_ANSWER : LONGEST_REFUSAL, successful);
        try {
            XmlResponseLimit.check(answer);
        } catch (IOException e) {
            if (successful) {
                broken = e;
                throw e;
            }
            answer = new byte[0]; // The status alone says that it is refused.
        }
        if (!successful) {
            refusal = new String(answer, StandardCharsets.UTF_8);
        }
        return AbortableInputStream.create(new ByteArrayInputStream(answer));
    }

    /** Reads an answer; of a refusal that goes on and on its beginning is enough, as it is no refusal in S3's words. */
    private byte[] whole(AbortableInputStream body, int mostBytes, boolean successful) throws IOException {
        try (body) {
            byte[] answer = body.readNBytes(mostBytes + 1);
            if (answer.length <= mostBytes) {
                return answer;
            }
            // Else closing it reads on to its end.
            body.abort();
            if (successful) {
                broken = new IOException("an answer is longer than one of S3 can be");
                throw broken;
            }
            return Arrays.copyOf(answer, mostBytes);
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
                        patience.begin();
                        try {
                            return super.read(bytes, offset, count);
                        } catch (IOException e) {
                            broken = e;
                            throw e;
                        } finally {
                            patience.end();
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
        looking.cancel(false);
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
