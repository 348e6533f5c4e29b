package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowgateway.backup.tck.MemoryTransport;

/** Snapshot of a gateway's disk and of its target at one instant, as after a loss of power, to be put back later. */
final class DiskSnapshot {

    private static final Pattern INODES = Pattern.compile("(?m)^(exchange\\.[0-9]+\\.inodes=)(.*)$");

    private final Path directory;
    private final Path copy;
    private final MemoryTransport memory;
    private final SortedMap<String, byte[]> objects;

    private DiskSnapshot(Path directory, Path copy, MemoryTransport memory) {
        this.directory = directory;
        this.copy = copy;
        this.memory = memory;
        this.objects = memory.objects();
    }

    /** @param directory the gateway's, beside which the copy goes */
    static DiskSnapshot of(Path directory, MemoryTransport memory) {
        Path copy = directory.resolveSibling(directory.getFileName() + ".snapshot");
        copy(directory, copy);
        return new DiskSnapshot(directory, copy, memory);
    }

    void putBack() {
        run("rm", "-rf", directory.toString());
        run("mv", copy.toString(), directory.toString());
        memory.objects().keySet().forEach(memory::lose);
        objects.forEach(memory::plant);
    }

    /**
     * Copies a gateway's disk. The copies have inode numbers of their own, so those in a restore journal are changed with them, as if it were
     * the very disk.
     */
    static void copy(Path from, Path to) {
        run("cp", "-a", from.toString(), to.toString());
        Path journal = to.resolve("state/restore.journal");
        if (Files.exists(journal)) {
            try {
                renumber(journal, from, to);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void renumber(Path journal, Path from, Path to) throws IOException {
        Map<String, String> numbers = new HashMap<>();
        try (Stream<Path> walk = Files.walk(from.resolve("gateway"))) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                numbers.put(inode(file), inode(to.resolve(from.relativize(file))));
            }
        }
        String text = INODES.matcher(Files.readString(journal))
                .replaceAll(line -> line.group(1)
                        + Arrays.stream(line.group(2).split(" ", 0))
                                .map(number -> numbers.getOrDefault(number, number))
                                .collect(Collectors.joining(" ")));
        Files.writeString(journal, text);
    }

    private static String inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS).toString();
    }

    /** Deletes a tree, if it is there; also what its owner may not write to. */
    static void delete(Path tree) {
        run("sh", "-c", "test ! -e \"$0\" || { chmod -R u+rwX \"$0\" && rm -rf \"$0\"; }", tree.toString());
    }

    /** Runs a command that must succeed. */
    static void run(String... command) {
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .as(String.join(" ", command))
                    .isZero();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
