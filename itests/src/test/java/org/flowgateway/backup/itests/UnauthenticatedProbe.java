package org.flowgateway.backup.itests;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Repeated calls of protected resources without credentials, with a count of the answers. */
final class UnauthenticatedProbe implements AutoCloseable {

    private static final int THREADS = 2;
    /** Pause while the gateway does not listen; it needs the processor for its start. */
    private static final long BETWEEN_ATTEMPTS_NANOS = 2_000_000;

    private static final int UNAUTHORIZED = 401;

    private final Map<Integer, Long> answers = new ConcurrentHashMap<>();
    private final List<Thread> threads;
    private volatile boolean over;

    private UnauthenticatedProbe(GatewayClient client) {
        threads = IntStream.range(0, THREADS)
                .mapToObj(number -> new Thread(() -> callRepeatedly(client), "intruder-" + number))
                .toList();
        threads.forEach(Thread::start);
    }

    /** Starts at once; the gateway need not listen yet. */
    static UnauthenticatedProbe at(GatewayClient client) {
        return new UnauthenticatedProbe(client.withAuthorization(null));
    }

    private void callRepeatedly(GatewayClient client) {
        while (!over) {
            for (String path : List.of(
                    GatewayClient.BACKUP,
                    GatewayClient.RESTORE,
                    GatewayClient.KEEPALIVE,
                    "/api/mgmt.gateway_backup/1.1/jobs/backup-000001")) {
                count(() -> client.tryToSend(client.request(path).GET().build()).statusCode());
            }
            count(() -> client.tryToSend(client.request(GatewayClient.BACKUP)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(JobClient.request()))
                            .build())
                    .statusCode());
        }
    }

    private void count(Call call) {
        try {
            answers.merge(call.status(), 1L, Long::sum);
        } catch (IOException notListening) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
        }
    }

    long refused() {
        return answers.getOrDefault(UNAUTHORIZED, 0L);
    }

    /** Ends the calls; none may have succeeded. */
    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted", e);
            }
        }
        assertTrue("Nothing was refused: " + answers, refused() > 0);
        assertTrue(
                "Answers without authentication: " + answers,
                answers.keySet().stream().allMatch(status -> status >= 400));
    }

    /** Single call. */
    @FunctionalInterface
    private interface Call {
        int status() throws IOException;
    }
}
