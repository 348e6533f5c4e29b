package org.flowgateway.backup.transport.sftp;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Process of an SSH server, with everything that it prints. */
final class SshProcess implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(90);
    /** Time that a session has for its end. One whose client stays is killed then. */
    private static final long SESSION_SECONDS = 10;

    private final Process process;
    private final StringBuffer log = new StringBuffer();
    private final Thread reading;

    private SshProcess(Process process) {
        this.process = process;
        reading = new Thread(this::read, "output of an SSH server");
        reading.setDaemon(true);
        reading.start();
    }

    /** Starts one and waits until its port takes connections. */
    static SshProcess start(List<String> command, Path directory, int port) throws IOException {
        SshProcess started = new SshProcess(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start());
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!isListening(port)) {
            if (!started.process.isAlive() || System.nanoTime() > deadline) {
                started.close();
                throw new IOException(String.join(" ", command) + " does not listen:\n" + started.log);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return started;
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                log.append(line).append('\n');
            }
        } catch (IOException e) {
            log.append(e);
        }
    }

    /** Waits for the sessions whose clients have gone: they may still have to print how a login went. */
    private static void awaitEnd(List<ProcessHandle> sessions) {
        CompletableFuture.allOf(sessions.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, SESSION_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Ends it and what it serves, and takes its last words. */
    @Override
    public void close() {
        List<ProcessHandle> sessions = process.descendants().toList();
        process.toHandle().destroy(); // Process.destroy() would close the output, too, and lose the last words.
        process.onExit().join();
        awaitEnd(sessions);
        sessions.forEach(ProcessHandle::destroyForcibly);
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Nobody interrupts a test", e);
        }
    }

    String log() {
        return log.toString();
    }
}
