package org.flowgateway.backup.core.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state directory belongs to one instance, in this process and in all others. */
class StateLockTest {

    private static final Instant START = Instant.parse("2026-02-27T15:46:26.5Z");

    @TempDir
    private Path state;

    @Test
    void otherProcessIsRejectedWithTheHoldersName() throws Exception {
        Process holder = holder();
        try {
            assertThatThrownBy(() -> StateLock.take(state, Instant.now()))
                    .isInstanceOf(StateDirectoryHeldException.class)
                    .hasMessage(
                            "The state directory " + state + " is in use by another gateway: process " + holder.pid()
                                    + " on " + LocalHostName.get()
                                    + ", started 2026-02-27T15:46:26Z. Stop that one, or give this one a state"
                                    + " directory of its own (GATEWAY_STATE_DIR)");
            assertThatThrownBy(() -> StateLock.take(state, Instant.now()))
                    .isInstanceOf(StateDirectoryHeldException.class);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        StateLock.take(state, START).close(); // The end of a process releases it, however it ended.
    }

    @Test
    void secondInstanceInThisProcessIsRejectedAndTheLockRemains() throws Exception {
        try (StateLock first = StateLock.take(state, START)) {
            assertThatThrownBy(() -> StateLock.take(state, Instant.now()))
                    .isInstanceOf(StateDirectoryHeldException.class)
                    .hasMessageContaining(
                            "An earlier instance in this process still works with the state directory " + state);
            Process other = start();
            other.getOutputStream().close(); // If it is let in, it does not wait.
            assertThat(new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("is in use by another gateway: process "
                            + ProcessHandle.current().pid() + " on ");
            assertThat(other.waitFor()).isNotZero();
            assertThat(first).isNotNull();
        }
        StateLock again = StateLock.take(state, START);
        again.close();
        again.close();
        StateLock.take(state, START).close();
    }

    @Test
    void directoryByAnotherNameIsTheSame() throws Exception {
        Path link = Files.createSymbolicLink(state.resolveSibling(state.getFileName() + ".link"), state);
        try (StateLock held = StateLock.take(state, START)) {
            assertThatThrownBy(() -> StateLock.take(link, START)).isInstanceOf(StateDirectoryHeldException.class);
            assertThat(held).isNotNull();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void lockFileIsPrivateAndNoLink() throws Exception {
        StateLock.take(state, START).close();
        assertThat(Files.getPosixFilePermissions(state.resolve("lock")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.delete(state.resolve("lock"));
        Path elsewhere = Files.writeString(state.resolve("elsewhere"), "untouched");
        Files.createSymbolicLink(state.resolve("lock"), elsewhere);
        assertThatThrownBy(() -> StateLock.take(state, START)).isInstanceOf(IOException.class);
        assertThat(elsewhere).hasContent("untouched");
        Files.delete(state.resolve("lock"));
        StateLock.take(state, START).close(); // What failed has left nothing held.
    }

    @Test
    void holderOfAFlockIsNamedIfVisible() throws Exception {
        Path directory = Files.createDirectory(state.resolve("tree"));
        assertThat(LockHolders.of(directory)).isEqualTo("another process");
        Process holder = new ProcessBuilder("flock", directory.toString(), "sh", "-c", "echo held; exec cat").start();
        try {
            holder.inputReader().readLine();
            assertThat(LockHolders.of(directory)).startsWith("process ");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateLockHolder.class.getName(),
                        state.toString(),
                        START.toString())
                .start();
    }

    private Process holder() throws IOException {
        Process process = start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).startsWith("HELD");
        return process;
    }
}
