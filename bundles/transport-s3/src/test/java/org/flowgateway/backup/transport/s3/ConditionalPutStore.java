package org.flowgateway.backup.transport.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Store for probes: it keeps an object, and responds to a second put of the same name with a given status. */
final class ConditionalPutStore implements AutoCloseable {

    private static final String EMPTY =
            "<ListBucketResult><Name>backups</Name><IsTruncated>false</IsTruncated></ListBucketResult>";

    private final Map<String, byte[]> objects = new HashMap<>();
    private final int second;
    private final HttpServer server;
    private volatile boolean losing;

    ConditionalPutStore(int second) throws IOException {
        this.second = second;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Makes the store lose the last byte of each object that it takes from now on. */
    void loseLastByte() {
        losing = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getPath();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            byte[] kept = losing && sent.length > 0 ? Arrays.copyOf(sent, sent.length - 1) : sent;
            switch (exchange.getRequestMethod()) {
                case "PUT" -> exchange.sendResponseHeaders(objects.putIfAbsent(key, kept) == null ? 200 : second, -1);
                case "DELETE" -> {
                    objects.remove(key);
                    exchange.sendResponseHeaders(204, -1);
                }
                case "HEAD" -> {
                    exchange.getResponseHeaders().set("Content-Length", String.valueOf(objects.get(key).length));
                    exchange.sendResponseHeaders(200, -1);
                }
                default -> {
                    byte[] body = objects.getOrDefault(key, EMPTY.getBytes(StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
