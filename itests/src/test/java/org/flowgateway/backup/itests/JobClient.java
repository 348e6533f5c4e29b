package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Client that starts jobs and polls them as the contract's old clients do. */
final class JobClient {

    private final GatewayClient client;

    JobClient(GatewayClient client) {
        this.client = client;
    }

    /** Returns a request for localhost; names and values alternate. */
    static String request(String... more) {
        Map<String, String> properties =
                new LinkedHashMap<>(Map.of("hostname", "localhost", "security_pwd", GatewayClient.SECURITY_PASSWORD));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return GatewayClient.object(properties);
    }

    /** Starts a job and returns its path, which a 204 names. */
    String start(String operation, String body) {
        HttpResponse<String> answer = client.post(operation, body);
        assertEquals(answer.body(), 204, answer.statusCode());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** Runs a backup to its end, and returns the object {@code running}. */
    JsonNode backup(String... more) {
        start(GatewayClient.BACKUP, request(more));
        return awaitBackup();
    }

    /** Runs a restore to its end, and returns the status. */
    JsonNode restore(String... more) {
        start(GatewayClient.RESTORE, request(more));
        return awaitRestore();
    }

    /** Makes a plan and returns it. */
    JsonNode plan(String body) {
        String plan = start(GatewayClient.PLANS, body);
        Await.until("the plan is made", () -> !isExecuting(client.json(plan)));
        return client.json(plan);
    }

    /** Runs a restore of 1.1 by a plan to its end, and returns the status of 1.0. */
    JsonNode restoreByPlan(String plan) {
        start(
                GatewayClient.PLANNED_RESTORE,
                GatewayClient.object(Map.of("plan", plan, "security_pwd", GatewayClient.SECURITY_PASSWORD)));
        return awaitRestore();
    }

    JsonNode awaitBackup() {
        Await.until("the backup ended", () -> !isExecuting(running()));
        return running();
    }

    JsonNode awaitRestore() {
        Await.until("the restore ended", () -> !isExecuting(client.json(GatewayClient.RESTORE)));
        return client.json(GatewayClient.RESTORE);
    }

    /** Waits until nothing runs, after any earlier test. */
    void awaitEnd() {
        awaitBackup();
        awaitRestore();
    }

    JsonNode running() {
        return client.json(GatewayClient.BACKUP).get(0).get("running");
    }

    JsonNode lastSuccessful() {
        return client.json(GatewayClient.BACKUP).get(0).get("last_successful");
    }

    private static boolean isExecuting(JsonNode status) {
        return status.get("status").textValue().equals("EXECUTING");
    }

    static void assertCompleted(JsonNode status) {
        assertEquals(status.toString(), "COMPLETED", status.get("status").textValue());
    }

    static void assertError(JsonNode status, String... inMessage) {
        assertEquals(status.toString(), "ERROR", status.get("status").textValue());
        String message = status.get("message").textValue();
        for (String part : inMessage) {
            if (!message.contains(part)) {
                throw new AssertionError("[" + part + "] is not in: " + message);
            }
        }
    }
}
