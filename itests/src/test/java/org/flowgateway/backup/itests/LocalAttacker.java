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

/** Another local user ({@code nobody}), whose process exchanges names in directories of their own while the gateway, as root, works there. */
final class LocalAttacker implements AutoCloseable {

    static final String USER = "65534";

    /** An attacker whom nobody ended ends by itself. */
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
     * Exchanges two names all the time.
     *
     * @param directory where the attacker starts, and where it looks for the place to do so
     * @param mostMicros how long each state lasts at most; 0 for as short as possible
     * @param one a name, or a pattern that begins with {@code ^}
     * @param places pairs of a pattern of names in {@code directory} and a path below such a name; the first that is there is the place
     */
    static LocalAttacker flipping(Path directory, int mostMicros, String one, String other, String... places) {
        List<String> attack = new ArrayList<>(List.of("flip", Integer.toString(mostMicros), one, other));
        attack.addAll(List.of(places));
        return new LocalAttacker(directory, attack);
    }

    /**
     * Puts a trap in the place of each directory of such a name that appears: a link, and every second time a directory that holds the link.
     *
     * @param mostMicros how long a directory is left alone at most
     * @param names a pattern
     * @param target what the link leads to
     * @param inside the link's name in a directory
     */
    static LocalAttacker trapping(Path directory, int mostMicros, String names, Path target, String inside) {
        return new LocalAttacker(
                directory, List.of("trap", Integer.toString(mostMicros), names, target.toString(), inside));
    }

    /** How often it was successful; known when it has ended. */
    long count() {
        close();
        return count;
    }

    /** Lets it stand still in the middle of whatever it does. */
    void pause() {
        SystemCommands.run("kill", "-STOP", Long.toString(process.pid()));
    }

    /** Lets it go on. */
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
                    "kill", "-TERM", Long.toString(process.pid())); // Java's own way would close what it says last.
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

    /** The number of the system call, which Perl has no name for. */
    private static String renameat2() {
        return System.getProperty("os.arch").equals("aarch64") ? "276" : "316";
    }
}
