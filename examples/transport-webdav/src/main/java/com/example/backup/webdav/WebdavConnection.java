package com.example.backup.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * The conversation of one session with a server: it waits only as long as there is progress, can be ended from any thread, and never retries nor
 * follows a redirect. Once it has ended, for whatever reason, it stays so. One request at a time; {@link #close} from any thread.
 */
final class WebdavConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WebdavConnection.class.getName());
    /** One that reads the content which is being stored, and may wait for it; one for the client; one that watches. */
    private static final int THREADS = 3;

    private final WebdavAddress address;
    private final SSLContext trust;
    private final Optional<String> authorization;
    private final long timeoutNanos;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
        Thread thread = new Thread(task, "webdav");
        thread.setDaemon(true);
        return thread;
    });
    /** Completed when this ends, with what everybody is told from then on. */
    private final CompletableFuture<TransportException> end = new CompletableFuture<>();
    private volatile InputStream body = InputStream.nullInputStream();
    private volatile boolean answered;
    private Optional<CloseableHttpClient> client = Optional.empty();

    /** @param authorization value of the header that holds the login, if there is one */
    WebdavConnection(WebdavAddress address, SSLContext trust, Optional<String> authorization, Duration timeoutNanos) {
        this.address = address;
        this.trust = trust;
        this.authorization = authorization;
        this.timeoutNanos = timeoutNanos.toNanos();
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Sends a request and waits until its answer begins.
     *
     * @param headers names and values in turns
     * @throws TransportException if there is no answer; whatever the answer is, it is none
     */
    WebdavReply send(String method, URI uri, String... headers) throws TransportException {
        return ask(method, uri, "", headers);
    }

    /** The same with a text as its body. */
    WebdavReply ask(String method, URI uri, String text, String... headers) throws TransportException {
        long begin = System.nanoTime();
        return send(method, uri, text.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text), () -> begin,
                headers);
    }

    /** The same with a body; {@code lastProgress} is when some of it was last taken, in nanoseconds of {@link System#nanoTime}. */
    WebdavReply send(String method, URI uri, HttpRequest.BodyPublisher content, LongSupplier lastProgress, String... headers)
            throws TransportException {
        check();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, content);
        // Without being asked for it: with TLS the host has proved who it is before a request is sent, and an upload is not sent twice.
        authorization.ifPresent(login -> request.header("Authorization", login));
        for (int at = 0; at < headers.length; at += 2) {
            request.header(headers[at], headers[at + 1]);
        }
        try {
            HttpResponse<InputStream> response = await(CompletableFuture.supplyAsync(() -> begin(request.build()), threads)
                    .thenCompose(sent -> sent), lastProgress);
            answered = true;
            body = response.body();
            return new WebdavReply(response, this);
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    /** On a thread of ours, as finding the host's address may take long. */
    private CompletableFuture<HttpResponse<InputStream>> begin(HttpRequest request) {
        try {
            // Before there is a client: one that never connected does not show the thread that ends it.
            InetAddress.getByName(request.uri().getHost());
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
        return client().send(request);
    }

    private synchronized CloseableHttpClient client() {
        if (client.isEmpty()) {
            client = Optional.of(new CloseableHttpClient(trust, threads));
        }
        if (end.isDone()) {
            client.get().close();
        }
        return client.get();
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> reply, LongSupplier lastProgress)
            throws TransportException, ExecutionException {
        try {
            while (true) {
                long left = lastProgress.getAsLong() + timeoutNanos - System.nanoTime();
                try {
                    CompletableFuture.anyOf(reply, end).get(Math.max(0, left), TimeUnit.NANOSECONDS);
                    check();
                    return reply.get();
                } catch (TimeoutException e) {
                    if (lastProgress.getAsLong() + timeoutNanos - System.nanoTime() <= 0) {
                        end(stalled());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw failed(e);
        }
    }

    /** Ends the connection, unless the alarm is cancelled before patience ends. */
    ScheduledFuture<?> startTimeout() {
        return threads.schedule(() -> end(stalled()), timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Tells whether there is a connection to use.
     *
     * @throws TransportException if it has ended
     */
    void check() throws TransportException {
        if (end.isDone()) {
            throw ended(null);
        }
    }

    /**
     * What a failure of the client means. The line is not trusted any more then, nor made anew: that is for the core to decide. A failure
     * that is classified already, of the content for example, stays what it is.
     */
    TransportException failed(Throwable failure) {
        if (failure instanceof TransportException known) {
            return known;
        }
        if (!end.isDone()) {
            TransportException lost = WebdavFailure.connectionFailure(failure, answered, address.server());
            if (lost.kind() == FailureKind.INTEGRITY) {
                return lost;
            }
            end(lost);
        }
        return ended(failure);
    }

    private TransportException ended(Throwable cause) {
        TransportException reason = end.join();
        return new TransportException(reason.kind(), reason.getMessage(), cause == null ? reason.getCause() : cause);
    }

    private TransportException stalled() {
        return new TransportException(FailureKind.TIMEOUT, address.server() + " has stopped answering and was given up (after "
                + TimeUnit.NANOSECONDS.toSeconds(timeoutNanos) + " s without progress): check that host and the line to it");
    }

    private void end(TransportException why) {
        end.complete(why);
        try {
            body.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The answer that was being read could not be closed", e);
        }
        synchronized (this) {
            client.ifPresent(CloseableHttpClient::close);
        }
        // One that waits in the caller's own content ends when it has its bytes.
        threads.shutdown();
    }

    @Override
    public void close() {
        end(new TransportException(FailureKind.CLOSED, "The connection to " + address.server() + " was closed while it was in use"));
    }
}
