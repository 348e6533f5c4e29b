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
 * Ids of the sections that a backup of this gateway ever held, one per line in a file of the state directory. A missing section that is
 * known was unmounted or renamed; one that is unknown may never have existed. One job at a time.
 */
public final class SeenSections {

    private final Path file;

    /** @param file may be missing, then no section is known */
    public SeenSections(Path file) {
        this.file = file;
    }

    /** Tells whether an earlier backup held a section. */
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
