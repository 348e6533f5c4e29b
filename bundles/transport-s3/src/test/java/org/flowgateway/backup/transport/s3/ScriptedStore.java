package org.flowgateway.backup.transport.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Store on loopback with scripted responses. Thread-safe. */
final class ScriptedStore implements AutoCloseable {

    /** Response of the store. */
    record Answer(int status, String body, Map<String, String> headers) {

        static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }

        /** A refusal in S3's words. */
        static Answer refusal(int status, String code) {
            return of(
                    status,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                            + "</Code><Message>words</Message></Error>");
        }

        Answer with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more);
        }
    }

    private record Rule(Predicate<String> request, Answer answer) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ScriptedStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Answers requests whose method and address, {@code "GET /bucket/key?query"}, match; a later rule goes before an earlier one. */
    ScriptedStore on(String regex, Answer answer) {
        rules.add(0, new Rule(request -> request.matches(regex), answer));
        return this;
    }

    /** Returns the requests in order: method and address, and behind it {@code " copy"}, {@code " range"} and {@code " if-none-match"}. */
    List<String> asked() {
        return new ArrayList<>(asked);
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(asked(exchange, request));
            exchange.getRequestBody().readAllBytes();
            Answer answer = rules.stream()
                    .filter(rule -> rule.request().test(asked(exchange, request)))
                    .map(Rule::answer)
                    .findFirst()
                    .orElseThrow(() -> new IOException("Nothing to answer to " + request));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static String asked(HttpExchange exchange, String request) {
        Headers headers = exchange.getRequestHeaders();
        return request
                + (headers.containsKey("x-amz-copy-source") ? " copy" : "")
                + (headers.containsKey("Range") ? " range" : "")
                + (headers.containsKey("If-None-Match") ? " if-none-match" : "");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
