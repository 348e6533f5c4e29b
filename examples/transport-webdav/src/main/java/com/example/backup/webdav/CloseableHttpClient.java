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
 * HTTP client that can be closed.
 *
 * <p>Up to Java 20 the JDK's client has no {@code close}. Its selector thread holds its sockets and the class loader of this bundle, and
 * ends some time after the garbage collector found the client. A stopped bundle must leave nothing behind after 5 s, so this class ends the
 * thread: the selector is the thread that passes the client's tasks to its executor, and it closes its sockets and ends when it is
 * interrupted.
 *
 * <p>It never retries, except a GET whose connection ends before a response: the JDK's client does that once, and has no setting against
 * it. One request at a time; {@link #close} from any thread.
 */
final class CloseableHttpClient implements Executor, AutoCloseable {

    private static final String SELECTOR = "-SelectorManager";

    private final Executor threads;
    private final HttpClient http;
    private volatile CompletableFuture<HttpResponse<InputStream>> exchange = CompletableFuture.completedFuture(null);
    private volatile Thread selector;
    private volatile boolean closed;

    /** @param threads executor of the client besides its selector; not closed here */
    CloseableHttpClient(SSLContext trust, Executor threads) {
        this.threads = threads;
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY).sslContext(trust).executor(this).build();
    }

    /** Sends a request; the caller closes the response's body. */
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

    /** Ends the request in flight, and the idle connections. */
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
