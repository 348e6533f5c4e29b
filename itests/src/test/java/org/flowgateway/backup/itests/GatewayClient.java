package org.flowgateway.backup.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** HTTPS client of a gateway with the habits of the contract's clients; it accepts the certificate. */
final class GatewayClient {

    static final String BACKUP = "/api/mgmt.gateway_backup/1.0/backup";
    static final String RESTORE = "/api/mgmt.gateway_backup/1.0/restore";
    static final String PLANS = "/api/mgmt.gateway_backup/1.1/plans";
    static final String PLANNED_RESTORE = "/api/mgmt.gateway_backup/1.1/restore";
    static final String SERVICES = "/api/common/1.0/services";
    static final String KEEPALIVE = "/api/cascade.aaa/1.0/keepalive";
    static final String SECURITY_PASSWORD = "canary-of-the-backup-ü?";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustAllCertificates.context())
            .connectTimeout(ANSWER)
            .build();
    private final int port;
    private final String authorization;

    private GatewayClient(int port, String authorization) {
        this.port = port;
        this.authorization = authorization;
    }

    /** Creates a client that logs in with every call. */
    static GatewayClient of(int port, String user, String password) {
        return new GatewayClient(port, basic(user, password));
    }

    /** Returns a client of the same gateway with another {@code Authorization} header; {@code null} for none. */
    GatewayClient withAuthorization(String header) {
        return new GatewayClient(port, header);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return port;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, byte[] body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(ANSWER);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return tryToSend(request);
        } catch (IOException e) {
            throw new AssertionError(request + " got no answer", e);
        }
    }

    HttpResponse<String> tryToSend(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Returns the JSON of an answer that must be 200. */
    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return parse(answer.body());
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + text, e);
        }
    }

    static String object(Map<String, ?> properties) {
        try {
            return JSON.writeValueAsString(properties);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns whether the gateway reports that it is ready. */
    boolean isReady() {
        return answers(SERVICES);
    }

    /** Returns whether the gateway answers, with any status. */
    boolean isListening() {
        try {
            return tryToSend(request(SERVICES).GET().build()).statusCode() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns whether the gateway answers with 200. */
    boolean answers(String path) {
        try {
            return tryToSend(request(path).GET().build()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    GatewayClient awaitReady() {
        Await.until("the gateway is ready", this::isReady);
        return this;
    }
}
