package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Repeated requests for constant content, with a count of the answers. */
final class AvailabilityProbe implements AutoCloseable {

    private final CompletableFuture<Map<Integer, Long>> answers;
    private volatile boolean over;

    private AvailabilityProbe(GatewayClient client) {
        answers = CompletableFuture.supplyAsync(() -> look(client));
    }

    /** Starts at once. */
    static AvailabilityProbe at(GatewayClient client) {
        return new AvailabilityProbe(client);
    }

    private Map<Integer, Long> look(GatewayClient client) {
        Map<Integer, Long> counts = new TreeMap<>();
        while (!over) {
            for (String path : List.of(GatewayClient.BACKUP, GatewayClient.RESTORE, GatewayClient.SERVICES)) {
                counts.merge(client.get(path).statusCode(), 1L, Long::sum);
            }
        }
        return counts;
    }

    /** Ends the requests; each must have been answered with 200. */
    @Override
    public void close() {
        over = true;
        Map<Integer, Long> counts = answers.join();
        assertEquals("Answers: " + counts, Set.of(200), counts.keySet());
    }
}
