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
 * Connection of one session to a server. It times out without progress, can be closed from any thread, and neither retries nor follows
 * redirects. Once ended it is never reopened. One request at a time; {@link #close} from any thread.
 */
final class WebdavConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WebdavConnection.class.getName());
    /** One for the content that is uploaded, which may wait for its source; one for the client; one for the timeout. */
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
    /** Completed at the end, with the failure of all later calls. */
    private final CompletableFuture<TransportException> end = new CompletableFuture<>();
    private volatile InputStream body = InputStream.nullInputStream();
    private volatile boolean answered;
    private Optional<CloseableHttpClient> client = Optional.empty();

    /** @param authorization value of the Authorization header, if there is a login */
    WebdavConnection(WebdavAddress address, SSLContext trust, Optional<String> authorization, Duration timeoutNanos) {
        this.address = address;
        this.trust = trust;
        this.authorization = authorization;
        this.timeoutNanos = timeoutNanos.toNanos();
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Sends a request, and waits until its response begins.
     *
     * @param headers alternating names and values
     * @throws TransportException if there is no response; an error status is no exception
     */
    WebdavReply send(String method, URI uri, String... headers) throws TransportException {
        return ask(method, uri, "", headers);
    }

    /** Sends a request with a text as its body. */
    WebdavReply ask(String method, URI uri, String text, String... headers) throws TransportException {
        long begin = System.nanoTime();
        return send(method, uri, text.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text), () -> begin,
                headers);
    }

    /** Sends a request with a body; {@code lastProgress} is the time at which content was last read, by {@link System#nanoTime}. */
    WebdavReply send(String method, URI uri, HttpRequest.BodyPublisher content, LongSupplier lastProgress, String... headers)
            throws TransportException {
        check();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, content);
        // Sent preemptively: with TLS the host is authenticated before a request is sent, and an upload is not sent
        // twice.
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

    /** Begins a request, on its own thread since the name lookup may take long. */
    private CompletableFuture<HttpResponse<InputStream>> begin(HttpRequest request) {
        try {
            // Before the client is created: one that never connected does not reveal its selector thread.
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

    /** Starts a timeout that ends the connection unless it is cancelled. */
    ScheduledFuture<?> startTimeout() {
        return threads.schedule(() -> end(stalled()), timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Checks that the connection has not ended.
     *
     * @throws TransportException if it has ended
     */
    void check() throws TransportException {
        if (end.isDone()) {
            throw ended(null);
        }
    }

    /**
     * Classifies a failure of the client, and ends the connection; reconnecting is the core's decision. A failure that is classified
     * already, for example of the content, is returned as it is.
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
        // A thread that waits for the caller's content ends at its next bytes.
        threads.shutdown();
    }

    @Override
    public void close() {
        end(new TransportException(FailureKind.CLOSED, "The connection to " + address.server() + " was closed while it was in use"));
    }
}
