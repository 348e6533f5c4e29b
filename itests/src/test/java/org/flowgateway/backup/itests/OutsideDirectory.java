package org.flowgateway.backup.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;

/** A directory of root's that has nothing to do with the gateway: nobody else may read it, and no job may read, change or delete in it. */
final class OutsideDirectory {

    static final String CANARY = "canary-of-a-file-outside";
    /** The name of a file that lies in no attacked directory. */
    static final String ONLY_HERE = "only-outside";

    private final Path directory;
    private final SortedMap<String, String> before;

    private OutsideDirectory(Path directory) {
        this.directory = directory;
        this.before = TreeState.of(directory);
    }

    /**
     * Makes it, in place of what was there.
     *
     * @param files how many, with the names of {@link #name}
     * @param bytes of each, which cannot be compressed to less than half of it
     */
    static OutsideDirectory make(Path directory, int files, int bytes) {
        SampleTree.delete(directory);
        try {
            Files.createDirectories(directory);
            for (int i = 0; i < files; i++) {
                write(directory.resolve(name(i)), i, bytes);
            }
            write(directory.resolve(ONLY_HERE), files, bytes);
            Files.createDirectory(directory.resolve("packs")); // As a backup has it.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OutsideDirectory(directory);
    }

    /** Each line begins with the canary, so that a part of a file shows as well. */
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

    /** Fails with what was read from anywhere but changed, appeared or is gone. */
    void assertUntouched(String when) {
        try {
            TreeState.assertSame(before, TreeState.of(directory));
        } catch (AssertionError touched) {
            String[] lines = touched.getMessage().split("\n");
            throw new AssertionError("Outside, " + lines.length + " lines are touched " + when + "\n" + lines[0]
                    + "\n…\n" + lines[lines.length - 1]);
        }
    }
}
