package org.flowgateway.backup.core.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes that hold locks of the kind of {@code flock(2)}, as Linux lists them. */
public final class LockHolders {

    private static final Path LOCKS = Path.of("/proc/locks");

    private LockHolders() {}

    /**
     * Whoever holds a lock on a file or directory, for a message.
     *
     * @return {@code process 1234 (/usr/bin/java)}, or {@code another process} if it is unknown
     */
    public static String of(Path file) {
        try (Stream<String> lines = Files.lines(LOCKS)) {
            String inode = ":" + Files.getAttribute(file, "unix:ino");
            return lines.map(line -> line.trim().split("\\s+", 0))
                    .filter(words -> words.length > 5 && words[1].equals("FLOCK") && words[5].endsWith(inode))
                    .map(words -> Long.parseLong(words[4]))
                    .filter(pid -> pid > 0)
                    .map(LockHolders::name)
                    .findFirst()
                    .orElse("another process");
        } catch (IOException | RuntimeException e) {
            return "another process"; // The name is for a message only.
        }
    }

    private static String name(long pid) {
        Optional<String> command =
                ProcessHandle.of(pid).flatMap(process -> process.info().command());
        return "process " + pid + command.map(program -> " (" + program + ")").orElse("");
    }
}
