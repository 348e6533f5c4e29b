package com.example.backup.webdav;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * An HTTP client that can be closed.
 *
 * <p>Up to Java 20 the JDK's has no {@code close}: its selector thread, which holds its sockets and the class loader of this bundle, ends at
 * some time after the garbage collector found the client. A bundle that is stopped must leave nothing behind in 5 s, so it is ended here:
 * the selector is the thread that gives the client's tasks to its executor, and it closes what it holds and ends when it is interrupted.
 *
 * <p>It never sends anything again, but for a GET whose line ends before anything was answered: the JDK's does that by itself, once, and
 * has no setting against it. One request at a time; {@link #close} from any thread.
 */
final class CloseableHttpClient implements Executor, AutoCloseable {

    private static final String SELECTOR = "-SelectorManager";

    private final Executor threads;
    private final HttpClient http;
    private volatile CompletableFuture<HttpResponse<InputStream>> exchange = CompletableFuture.completedFuture(null);
    private volatile Thread selector;
    private volatile boolean closed;

    /** @param threads what the client runs on besides its selector; they are not ended here */
    CloseableHttpClient(SSLContext trust, Executor threads) {
        this.threads = threads;
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY).sslContext(trust).executor(this).build();
    }

    /** Sends a request; the answer's body is to be closed. */
    CompletableFuture<HttpResponse<InputStream>> send(HttpRequest request) {
        exchange = http.sendAsync(request, BodyHandlers.ofInputStream());
        if (closed) {
            exchange.cancel(true);
        }
        return exchange;
    }

    @Override
    public void execute(Runnable task) {
        Thread caller = Thread.currentThread();
        if (caller.getName().endsWith(SELECTOR)) {
            selector = caller;
            if (closed) {
                caller.interrupt();
            }
        }
        threads.execute(task);
    }

    /** Ends the request that is under way, and the lines that were kept. */
    @Override
    public void close() {
        closed = true;
        exchange.cancel(true);
        Thread known = selector;
        if (known != null) {
            known.interrupt();
        }
    }
}
