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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Client with the habits of the published scripts: Basic credentials with every call, a keepalive first, a backup, and then the status until it
 * is one of two words. Four status codes count as success, and every answer declared as JSON is parsed, empty or not.
 */
final class ScriptClient {

    private static final Set<Integer> SUCCESS = Set.of(200, 201, 202, 204);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustAllCertificates.context())
            .build();
    private final String gateway;
    private final String authorization;

    ScriptClient(int port, String user, String password) {
        gateway = "https://127.0.0.1:" + port;
        authorization = GatewayClient.basic(user, password);
    }

    /** Runs a backup and returns its final status; empty if the gateway refused a call. */
    Optional<String> backup(Map<String, String> request) throws IOException, InterruptedException {
        if (call("GET", "/api/cascade.aaa/1.0/keepalive", "").isEmpty()
                || status().isEmpty()
                || call("POST", "/api/mgmt.gateway_backup/1.0/backup", JSON.writeValueAsString(request))
                        .isEmpty()) {
            return Optional.empty();
        }
        // Polled at once: the status of an earlier backup would be taken for this one's.
        BooleanSupplier ended = () -> Set.of("COMPLETED", "ERROR").contains(statusOrFail());
        Await.until("the backup is COMPLETED or ERROR", ended);
        return status();
    }

    private String statusOrFail() {
        try {
            return status().orElseThrow(() -> new AssertionError("The status was refused"));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Optional<String> status() throws IOException, InterruptedException {
        return call("GET", "/api/mgmt.gateway_backup/1.0/backup", "")
                .map(answer -> answer.get(0).get("running").get("status").textValue());
    }

    /** Returns the answer, as JSON if declared so and otherwise as text; empty for an error. */
    private Optional<JsonNode> call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + path))
                .header("Authorization", authorization)
                .header("Accept", "*/*")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (!SUCCESS.contains(answer.statusCode())) {
            return Optional.empty();
        }
        boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("application/json");
        return Optional.of(
                json
                        ? JSON.readTree(answer.body()).require()
                        : JSON.getNodeFactory().textNode(answer.body()));
    }
}
