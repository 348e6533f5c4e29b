package org.flowgateway.backup.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;

/** Directory of root, unrelated to the gateway: no other user may read it, and no job may read, change or delete in it. */
final class OutsideDirectory {

    static final String CANARY = "canary-of-a-file-outside";
    /** Name of a file that no attacked directory contains. */
    static final String ONLY_HERE = "only-outside";

    private final Path directory;
    private final SortedMap<String, String> before;

    private OutsideDirectory(Path directory) {
        this.directory = directory;
        this.before = TreeState.of(directory);
    }

    /**
     * Creates the directory, replacing an earlier one.
     *
     * @param files number of files, with the names of {@link #name}
     * @param bytes bytes of each file, which compress to no less than half
     */
    static OutsideDirectory make(Path directory, int files, int bytes) {
        SampleTree.delete(directory);
        try {
            Files.createDirectories(directory);
            for (int i = 0; i < files; i++) {
                write(directory.resolve(name(i)), i, bytes);
            }
            write(directory.resolve(ONLY_HERE), files, bytes);
            Files.createDirectory(directory.resolve("packs")); // Mode of a backup's directory.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OutsideDirectory(directory);
    }

    /** Writes a file of which each line begins with the canary, so that a part of it is recognised too. */
    private static void write(Path file, int number, int bytes) throws IOException {
        Random random = new Random(number);
        StringBuilder content = new StringBuilder(bytes + 1000);
        while (content.length() < bytes) {
            byte[] line = new byte[200];
            random.nextBytes(line);
            content.append(CANARY)
                    .append(' ')
                    .append(HexFormat.of().formatHex(line))
                    .append('\n');
        }
        Files.writeString(file, content.substring(0, bytes));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    static String name(int number) {
        return "f%03d".formatted(number);
    }

    Path directory() {
        return directory;
    }

    /** Fails with the names of files that were read, changed, added or deleted. */
    void assertUntouched(String when) {
        try {
            TreeState.assertSame(before, TreeState.of(directory));
        } catch (AssertionError touched) {
            String[] lines = touched.getMessage().split("\n", 0);
            throw new AssertionError("Outside, " + lines.length + " lines are touched " + when + "\n" + lines[0]
                    + "\n…\n" + lines[lines.length - 1]);
        }
    }
}
