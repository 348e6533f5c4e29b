package org.flowgateway.backup.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;

/**
 * Child process that is killed: a real gateway that halts at a given change to its file system. It reads commands line by line, and
 * prints their results.
 */
final class CrashChild {

    private static final Duration LONG = Duration.ofMinutes(20);

    private CrashChild() {}

    /** Counts changes, tells them if wanted, and lets none happen from a certain one on. */
    private static final class Stop extends RestoreChangeHook {
        private final int at;
        private int count;

        Stop(Path journal, boolean kept, int at) {
            super(journal, kept);
            this.at = at;
        }

        @Override
        void beforeChange(InterceptedFileSystem.Operation operation, Path file) throws IOException {
            count++;
            if (at == 0) {
                say("CHANGE " + step() + " " + operation);
            }
            if (count == at) {
                say("STANDS");
                while (true) {
                    hold();
                }
            }
        }

        private void hold() {
            try {
                // Holding the lock: no other thread changes anything either.
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                say("INTERRUPTED");
            }
        }
    }

    /** Is started without arguments, long before it is needed: a start takes its time. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("READY");
        String order = orders.readLine();
        if (order == null) {
            return; // Not needed after all.
        }
        String[] words = order.split(" ", 0);
        Path directory = Path.of(words[0]);
        Stop stop = new Stop(
                directory.resolve("state/restore.journal"), Boolean.parseBoolean(words[1]), Integer.parseInt(words[2]));
        boolean awaitsConfirmation = !words[3].equals("restore") && !words[3].equals("recover");
        TestGateway gateway = CrashFixture.gateway(InterceptedFileSystem.hooked(directory, stop))
                .observed(stop.trees())
                .confirmationWindow(awaitsConfirmation ? LONG : Duration.ZERO)
                .start();
        if (!words[3].equals("recover")) {
            restore(gateway, words[3]);
        }
        say("DONE " + CrashFixture.latest(gateway));
        for (order = orders.readLine(); order != null; order = orders.readLine()) {
            restore(gateway, order);
            say("DONE " + CrashFixture.latest(gateway));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void restore(TestGateway gateway, String order) throws Exception {
        Job job = gateway.service()
                .latest(Operation.RESTORE)
                .filter(latest -> latest.state() == JobState.EXECUTING)
                .orElse(null);
        if (job == null) {
            job = CrashFixture.startRestore(gateway);
        }
        String id = job.id();
        if (!order.equals("restore")) {
            TestGateway.await(
                    "confirmation window",
                    () -> gateway.service().job(id).orElseThrow().phase() == Phase.AWAITING_CONFIRMATION);
            if (order.equals("confirm")) {
                gateway.service().confirm(id);
            } else {
                gateway.service().cancel(id);
            }
        }
        gateway.await(job);
    }

    private static void say(String line) {
        PrintStream out = System.out;
        out.println(line);
        out.flush();
    }
}
