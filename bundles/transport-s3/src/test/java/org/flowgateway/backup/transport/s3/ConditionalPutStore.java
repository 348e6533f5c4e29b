package org.flowgateway.backup.transport.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Store that keeps objects, and responds to a second put or copy of the same name with a given status. */
final class ConditionalPutStore implements AutoCloseable {

    /** Reaction of the store to a copy. */
    enum Copies {
        /** A second copy of the same name gets the status of a second put. */
        AS_PUTS,
        /** A copy overwrites: the store ignores the condition. */
        OVERWRITE,
        /** A copy is rejected if it has a condition. */
        WITHOUT_CONDITION,
        /** A copy is stored as an empty object: the store ignores the source. */
        AS_EMPTY_PUTS,
        /** A copy is rejected as not implemented. */
        NOT_IMPLEMENTED,
        /** A copy is rejected as a method that is not allowed. */
        NOT_ALLOWED,
        /** A copy is rejected for want of permission. */
        DENIED,
        /** A copy is rejected for now. */
        SLOW_DOWN
    }

    private static final String EMPTY =
            "<ListBucketResult><Name>backups</Name><IsTruncated>false</IsTruncated></ListBucketResult>";
    private static final String COPIED = "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>";
    private static final byte[] NOTHING = new byte[0];

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private final int second;
    private final HttpServer server;
    private volatile Copies copies = Copies.AS_PUTS;
    private volatile boolean losing;

    ConditionalPutStore(int second) throws IOException {
        this.second = second;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    ConditionalPutStore reactingToCopies(Copies reaction) {
        copies = reaction;
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Makes the store lose the last byte of each object that it takes from now on. */
    void loseLastByte() {
        losing = true;
    }

    /** Returns the stored objects by path. */
    Map<String, byte[]> objects() {
        return new TreeMap<>(objects);
    }

    /** Returns the paths that copies were requested to, in order. */
    List<String> copied() {
        return new ArrayList<>(copied);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getPath();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    String source = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
                    if (source == null) {
                        send(exchange, store(key, sent, false) ? 200 : second, NOTHING);
                    } else {
                        copied.add(key);
                        copy(exchange, source, key);
                    }
                }
                case "DELETE" -> {
                    objects.remove(key);
                    exchange.sendResponseHeaders(204, -1);
                }
                case "HEAD" -> head(exchange, objects.get(key));
                default -> get(exchange, objects.get(key));
            }
        }
    }

    private boolean store(String key, byte[] sent, boolean overwriting) {
        byte[] kept = losing && sent.length > 0 ? Arrays.copyOf(sent, sent.length - 1) : sent;
        if (overwriting) {
            objects.put(key, kept);
            return true;
        }
        return objects.putIfAbsent(key, kept) == null;
    }

    private void copy(HttpExchange exchange, String source, String key) throws IOException {
        byte[] content = objects.get("/" + URI.create(source).getPath());
        boolean conditional = exchange.getRequestHeaders().containsKey("If-None-Match");
        if (copies == Copies.NOT_IMPLEMENTED || copies == Copies.WITHOUT_CONDITION && conditional) {
            refuse(exchange, 501, "NotImplemented");
        } else if (copies == Copies.NOT_ALLOWED) {
            refuse(exchange, 405, "MethodNotAllowed");
        } else if (copies == Copies.DENIED) {
            refuse(exchange, 403, "AccessDenied");
        } else if (copies == Copies.SLOW_DOWN) {
            refuse(exchange, 503, "SlowDown");
        } else if (copies == Copies.AS_EMPTY_PUTS) {
            send(exchange, store(key, NOTHING, false) ? 200 : second, NOTHING);
        } else if (content == null) {
            refuse(exchange, 404, "NoSuchKey");
        } else {
            boolean stored = store(key, content, copies != Copies.AS_PUTS);
            send(exchange, stored ? 200 : second, stored ? COPIED.getBytes(StandardCharsets.UTF_8) : NOTHING);
        }
    }

    private static void head(HttpExchange exchange, byte[] content) throws IOException {
        if (content != null) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
        }
        exchange.sendResponseHeaders(content == null ? 404 : 200, -1);
    }

    private static void get(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (exchange.getRequestURI().getRawQuery() != null) {
            send(exchange, 200, EMPTY.getBytes(StandardCharsets.UTF_8));
        } else if (content == null) {
            refuse(exchange, 404, "NoSuchKey");
        } else if (range == null) {
            send(exchange, 200, content);
        } else {
            int offset = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
            if (offset >= content.length) {
                refuse(exchange, 416, "InvalidRange");
            } else {
                String sent = "bytes " + offset + "-" + (content.length - 1) + "/" + content.length;
                exchange.getResponseHeaders().set("Content-Range", sent);
                send(exchange, 206, Arrays.copyOfRange(content, offset, content.length));
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
