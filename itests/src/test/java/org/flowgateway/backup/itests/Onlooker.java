package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks for what does not change, again and again, and keeps count of the answers. */
final class Onlooker implements AutoCloseable {

    private final Map<Integer, Long> answers = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean over;

    private Onlooker(GatewayClient client) {
        thread = new Thread(() -> {
            while (!over) {
                for (String path : List.of(GatewayClient.BACKUP, GatewayClient.RESTORE, GatewayClient.SERVICES)) {
                    answers.merge(client.get(path).statusCode(), 1L, Long::sum);
                }
            }
        }, "onlooker");
        thread.start();
    }

    /** Begins at once. */
    static Onlooker at(GatewayClient client) {
        return new Onlooker(client);
    }

    /** Ends the calls; every one must have been answered. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
        assertEquals("Answers: " + answers, 1, answers.size());
        assertTrue("Answers: " + answers, answers.getOrDefault(200, 0L) > 0);
    }
}
