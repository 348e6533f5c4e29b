package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.flowgateway.backup.core.file.DurableFiles;

/**
 * Ids of the sections that a backup of this gateway ever held, one a line in a file of the state directory. One that is among them and is missing
 * was unmounted or renamed; one that is not may never have been there. One job at a time.
 */
public final class KnownSections {

    private final Path file;

    /** @param file may be missing: no section was seen then */
    public KnownSections(Path file) {
        this.file = file;
    }

    /** Tells whether a section was in an earlier backup. */
    boolean contains(String section) throws IOException {
        return read().contains(section);
    }

    /** Adds sections; they are on disk when this returns. */
    void add(Collection<String> sections) throws IOException {
        Set<String> seen = read();
        if (seen.addAll(sections)) {
            DurableFiles.replace(file, (String.join("\n", seen) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private Set<String> read() throws IOException {
        try {
            return new TreeSet<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return new TreeSet<>(); // No backup was completed yet.
        }
    }
}
