package org.flowgateway.backup.itests;

import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Process of another local user ({@code nobody}), which swaps names in directories of their own while the gateway works there as root. */
final class LocalAttacker implements AutoCloseable {

    static final String USER = "65534";

    /** Time after which an attacker ends by itself. */
    private static final int SECONDS_AT_MOST = 900;

    private static final int SECONDS_TO_EXIT = 30;

    private final Process process;
    private final BufferedReader said;
    private long count = -1;

    private LocalAttacker(Path directory, List<String> attack) {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "perl",
                "-e",
                script(),
                Integer.toString(SECONDS_AT_MOST),
                renameat2()));
        command.addAll(attack);
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            said = process.inputReader(StandardCharsets.UTF_8);
            assertTrue("The attacker did not start", "ready".equals(said.readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Swaps two names all the time.
     *
     * @param directory start directory, where the attacker also searches
     * @param mostMicros maximum duration of each state; 0 for the shortest possible
     * @param one a name, or a pattern that begins with {@code ^}
     * @param places pairs of a pattern of names in {@code directory} and a path below such a name; the first existing one is attacked
     */
    static LocalAttacker flipping(Path directory, int mostMicros, String one, String other, String... places) {
        List<String> attack = new ArrayList<>(List.of("flip", Integer.toString(mostMicros), one, other));
        attack.addAll(List.of(places));
        return new LocalAttacker(directory, attack);
    }

    /**
     * Replaces each new directory of a matching name by a trap: a link, and every second time a directory that contains the link.
     *
     * @param mostMicros maximum time until a directory is replaced
     * @param names a pattern
     * @param target target of the link
     * @param inside the link's name in a directory
     */
    static LocalAttacker trapping(Path directory, int mostMicros, String names, Path target, String inside) {
        return new LocalAttacker(
                directory, List.of("trap", Integer.toString(mostMicros), names, target.toString(), inside));
    }

    /** Returns the number of successes; known after the end. */
    long count() {
        close();
        return count;
    }

    /** Pauses the attacker at any point. */
    void pause() {
        SystemCommands.run("kill", "-STOP", Long.toString(process.pid()));
    }

    /** Resumes the attacker. */
    void resume() {
        SystemCommands.run("kill", "-CONT", Long.toString(process.pid()));
    }

    @Override
    public void close() {
        if (count >= 0) {
            return;
        }
        try {
            resume();
            SystemCommands.run(
                    "kill", "-TERM", Long.toString(process.pid())); // Java's own method would discard its last output.
            String last = said.readLine();
            assertTrue(
                    "The attacker did not work to the end",
                    last != null && process.waitFor(SECONDS_TO_EXIT, TimeUnit.SECONDS));
            count = Long.parseLong(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String script() {
        try (InputStream script = LocalAttacker.class.getResourceAsStream("/attacker.pl")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of the system call, which Perl has no name for. */
    private static String renameat2() {
        return System.getProperty("os.arch").equals("aarch64") ? "276" : "316";
    }
}
