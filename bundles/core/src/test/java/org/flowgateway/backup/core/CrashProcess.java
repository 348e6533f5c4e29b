package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A {@link CrashChild} as its parent sees it. */
final class CrashProcess implements AutoCloseable {

    private static final int KILLED = 137;

    private final Process process;
    private final BufferedReader said;
    private final PrintStream orders;

    private CrashProcess(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Processes that wait for their orders: the next one starts while the last one works. */
    static final class Spares implements AutoCloseable {
        private final Deque<CrashProcess> waiting = new ArrayDeque<>();

        synchronized CrashProcess take() throws IOException {
            while (waiting.size() < 3) {
                waiting.add(start());
            }
            CrashProcess next = waiting.remove();
            next.expect("READY");
            return next;
        }

        @Override
        public synchronized void close() {
            waiting.forEach(CrashProcess::close);
        }

        private static CrashProcess start() throws IOException {
            return new CrashProcess(new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-Xmx192m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xshare:auto",
                            "-Dfile.encoding=UTF-8",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CrashChild.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
    }

    void order(String order) {
        orders.println(order);
    }

    /** The next line that it says; fails if it has ended. */
    String line() throws IOException {
        String line = said.readLine();
        assertThat(line).as("the process has ended").isNotNull();
        return line;
    }

    String expect(String start) throws IOException {
        String line = line();
        assertThat(line).startsWith(start);
        return line;
    }

    /** Tells whether the process reached the point where it halts, and did not end before. */
    boolean stands() throws IOException {
        String line = line();
        if (!line.equals("STANDS")) {
            assertThat(line).startsWith("DONE");
        }
        return line.equals("STANDS");
    }

    /** A kill that a process can do nothing about. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(KILLED);
    }

    /** Ends it, and waits until it has: it holds the state directory until then. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
