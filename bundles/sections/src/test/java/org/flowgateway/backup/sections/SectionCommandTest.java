package org.flowgateway.backup.sections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, well and badly behaved. */
@Timeout(300)
class SectionCommandTest {

    @TempDir
    Path directory;

    @AfterEach
    void endWhatWasStarted() throws IOException {
        for (String file : List.of("pid", "child")) {
            if (Files.exists(directory.resolve(file))) {
                process(file).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    @DisplayName("arguments are passed unchanged, without expansion")
    void expandsNothing() throws Exception {
        String[] arguments = {"a b", "$HOME", "$(touch canary)", "`id`", "*", ";", "| cat", "> x", "-n", "'\"", "\\"};
        command("printf '%s\\n' \"$@\" > \"${0%/*}/said\"", arguments).run();
        assertThat(said()).isEqualTo(Arrays.asList(arguments));
    }

    @Test
    @DisplayName("the environment is PATH and LC_ALL, the directory is /, the input is empty")
    void givesNothingElse() throws Exception {
        command(
                        "here=${0%/*}; tr '\\0' '\\n' < /proc/$$/environ | sort > $here/said; pwd >> $here/said; cat >> $here/said; id -u >> $here/said")
                .run();
        assertThat(said())
                .containsExactly(
                        "LC_ALL=C.UTF-8",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "/",
                        Files.getAttribute(directory, "unix:uid").toString());
    }

    @Test
    @DisplayName("a command gets nothing of a backup: neither names nor content nor the staging path")
    void knowsNothingOfABackup() throws Exception {
        Map<String, Object> values = new HashMap<>(Map.of(
                "id",
                "certs",
                "title",
                "Certificates",
                "root",
                directory.resolve("root").toString()));
        for (String hook : List.of("freeze", "thaw", "deactivate", "activated")) {
            Path program = script("here=${0%/*}; { echo \"$@\"; tr '\\0' '\\n' < /proc/$$/environ; } >> $here/said");
            values.put(hook + "-command", program + "," + hook);
        }
        Section section = new FileTreeSettings(values).section();
        Path staged = Files.createDirectory(directory.resolve("canary"));
        Files.writeString(staged.resolve("canary"), "canary");
        section.freeze();
        section.thaw();
        section.validate(staged);
        section.deactivate();
        section.activated();
        assertThat(said())
                .filteredOn(line -> !line.contains("="))
                .containsExactly("freeze", "thaw", "deactivate", "activated");
        assertThat(said()).noneMatch(line -> line.contains("canary")).hasSize(12);
    }

    @Test
    @DisplayName("an exit code other than 0 is reported, without the output")
    void failsWithTheExitCode() throws IOException {
        SectionCommand failing = command("echo canary; echo canary >&2; exit 3");
        assertFails(failing, "freeze-command of Certificates", "exit code [3]", "\"It printed last\"");
        assertFails(command("kill -9 $$"), "exit code [137]");
    }

    @Test
    @DisplayName("a program whose output cannot be read is ended, and reported")
    void endsWhatCannotBeRead() throws Exception {
        Process process = new ProcessBuilder("sleep", "300").start();
        process.getInputStream().close();
        assertThatExceptionOfType(SectionException.class)
                .isThrownBy(() -> command("exit 0").awaitEnd(process))
                .withMessageContaining("freeze-command of Certificates")
                .withMessageContaining("could not be read");
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it was ended").isTrue();
    }

    @Test
    @DisplayName("a missing or non-executable program is reported")
    void failsToStart() throws IOException {
        Path plain = Files.writeString(directory.resolve("plain"), "canary");
        for (Path program : List.of(directory.resolve("missing"), plain, directory)) {
            assertFails(
                    new SectionCommand("freeze-command", "Certificates", List.of(program.toString())),
                    "freeze-command of Certificates",
                    "could not be started",
                    "permission");
        }
    }

    @Test
    @DisplayName("output beyond the capacity of a pipe is read")
    void takesAllThatIsPrinted() throws Exception {
        command("head -c 3000000 /dev/zero | tr '\\0' x; echo end > ${0%/*}/said")
                .run();
        assertThat(said()).containsExactly("end");
    }

    @Test
    @DisplayName("a remaining child that holds the output open is not waited for")
    void leavesAChildBehind() throws Exception {
        command("sleep 300 & echo $! > ${0%/*}/child; echo left").run();
        assertThat(process("child")).isPresent();
    }

    @Test
    @DisplayName("at its deadline a program is killed with its descendants")
    void endsTheWholeTree() throws Exception {
        SectionCommand stubborn = command(
                "here=${0%/*}; trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > '$here'/child.new; mv '$here'/child.new '$here'/child;"
                        + " while :; do sleep 300; done' & echo $$ > $here/pid.new; mv $here/pid.new $here/pid; while :; do wait; sleep 1; done");
        assertEnded(stubborn);
    }

    @Test
    @DisplayName("a program with endless output is ended too")
    void endsWhatPrints() throws Exception {
        assertEnded(
                command(
                        "here=${0%/*}; yes & echo $! > $here/child; echo $$ > $here/pid.new; mv $here/pid.new $here/pid; wait"));
    }

    @Test
    @DisplayName("the last lines of the output are kept, bounded and without control characters")
    void keepsTheLast() {
        CommandOutput output = new CommandOutput();
        assertThat(output).hasToString("[]");
        for (int i = 0; i < 20_000; i++) {
            output.add(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
        }
        output.add("\u001b[31mred\n2026 INFO forged".getBytes(StandardCharsets.UTF_8));
        assertThat(output.toString())
                .startsWith("[line 19982 | ")
                .endsWith(" | line 19999 | ?[31mred | 2026 INFO forged]");
        output.add("y".repeat(CommandOutput.MAX_BYTES).getBytes(StandardCharsets.UTF_8));
        assertThat(output).hasToString("[" + "y".repeat(500) + "…]");
    }

    private void assertEnded(SectionCommand command) throws Exception {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                command.run();
                ran.complete(null);
            } catch (SectionException e) {
                ran.completeExceptionally(e);
            }
        });
        thread.start();
        await(() -> Files.exists(directory.resolve("pid")) && Files.exists(directory.resolve("child")));
        List<ProcessHandle> started = new ArrayList<>(
                List.of(process("pid").orElseThrow(), process("child").orElseThrow()));
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> ran.get(120, TimeUnit.SECONDS))
                .withMessageContaining("freeze-command of Certificates")
                .withMessageContaining("hook-seconds");
        await(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void assertFails(SectionCommand command, String... words) {
        assertThatExceptionOfType(SectionException.class)
                .isThrownBy(command::run)
                .satisfies(failure -> {
                    assertThat(failure.getMessage()).contains(words).doesNotContain("canary");
                });
    }

    private SectionCommand command(String script, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(script(script).toString()));
        words.addAll(Arrays.asList(arguments));
        return new SectionCommand("freeze-command", "Certificates", words);
    }

    private Path script(String text) throws IOException {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(directory.resolve("said"));
    }

    private Optional<ProcessHandle> process(String file) throws IOException {
        return ProcessHandle.of(
                Long.parseLong(Files.readString(directory.resolve(file)).strip()));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
