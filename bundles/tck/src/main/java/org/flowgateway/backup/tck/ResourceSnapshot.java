package org.flowgateway.backup.tck;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Snapshot of this process's memory, descriptors and threads. Descriptors come from {@code /proc} on Linux; elsewhere there are none.
 *
 * @param memory bytes of heap, after a collection, and of direct buffers
 * @param descriptors targets of the open descriptors
 * @param threads live threads, by name and id
 */
record ResourceSnapshot(long memory, List<String> descriptors, Set<String> threads) {

    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);
    /** Descriptors that Java itself may open meanwhile: a jar, a device for random numbers. */
    private static final int OWN_DESCRIPTORS = 4;

    static ResourceSnapshot now() throws IOException {
        return new ResourceSnapshot(memoryInUse(), openDescriptors(), liveThreads());
    }

    private static long memoryInUse() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }

    private static List<String> openDescriptors() throws IOException {
        if (!Files.isDirectory(OPEN)) {
            return List.of();
        }
        try (Stream<Path> open = Files.list(OPEN)) {
            return open.map(ResourceSnapshot::target).sorted().toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return descriptor.toString();
        }
    }

    private static Set<String> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + " " + thread.getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the growth of memory since the snapshot, in bytes. */
    long memoryGrowth() {
        return memoryInUse() - memory;
    }

    /** Waits until descriptors and threads are no more than in the snapshot; some end by themselves after seconds. */
    void awaitNoGrowth() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        String growth = growth();
        while (!growth.isEmpty() && System.nanoTime() < deadline) {
            synchronized (this) {
                wait(CHECK_INTERVAL.toMillis());
            }
            growth = growth();
        }
        if (!growth.isEmpty()) {
            throw new AssertionError(
                    "What is left " + TIMEOUT.toSeconds() + " s after all sessions were closed: " + growth);
        }
    }

    private String growth() throws IOException {
        ResourceSnapshot now = now();
        Set<String> moreThreads = new TreeSet<>(now.threads);
        moreThreads.removeAll(threads);
        int growth = now.descriptors.size() - descriptors.size();
        return (moreThreads.isEmpty() ? "" : "threads " + moreThreads + " ")
                + (growth <= OWN_DESCRIPTORS ? "" : growth + " descriptors, among " + now.descriptors);
    }
}
