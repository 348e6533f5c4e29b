package org.flowgateway.backup.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Removal of test directories. One thread. */
final class DirectoryRemoval {

    private final CandidateTarget candidate;
    private final RemovalProgress progress;

    DirectoryRemoval(CandidateTarget candidate, RemovalProgress progress) {
        this.candidate = candidate;
        this.progress = progress;
    }

    /** Returns the test directories, of all runs, whose names match a condition. */
    static List<String> find(TransportSession parent, Predicate<String> condition) throws TransportException {
        List<String> found = new ArrayList<>();
        parent.list(Optional.empty(), entry -> {
            if (entry.kind() == ListEntry.Kind.DIRECTORY
                    && ScratchName.isOfARun(entry.name())
                    && condition.test(entry.name())) {
                found.add(entry.name());
            }
        });
        return found;
    }

    /**
     * Removes directories with their content.
     *
     * @param condition condition for the names of the directories
     * @return the directories that remain
     * @throws TransportException if any call fails
     */
    List<String> remove(Predicate<String> condition) throws TransportException {
        try (TransportSession parent = candidate.open()) {
            List<String> directories = find(parent, condition);
            if (directories.isEmpty()) {
                return directories;
            }
            List<TestDirectory> contents = new ArrayList<>();
            for (String directory : directories) {
                contents.add(content(parent, directory));
            }
            remove(parent, contents);
            return find(parent, condition);
        }
    }

    private void remove(TransportSession parent, List<TestDirectory> directories) throws TransportException {
        progress.begin(directories.stream()
                .mapToInt(directory -> directory.content().size())
                .sum());
        for (TestDirectory directory : directories) {
            if (directory.isNamedFromInside()) {
                try (TransportSession inside = candidate.open(directory.name())) {
                    directory.content().remove(inside, progress);
                }
                DirectoryContent.removeEmpty(parent, new ObjectName(directory.name()));
            } else {
                directory.content().remove(parent, progress);
            }
        }
        progress.end();
    }

    /** Finds the content of a directory from the parent's session, or from a session of its own if its names are too long for that. */
    private TestDirectory content(TransportSession parent, String directory) throws TransportException {
        DirectoryContent content = DirectoryContent.of(parent, Optional.of(new ObjectName(directory)));
        if (content.isComplete()) {
            return new TestDirectory(directory, content, false);
        }
        try (TransportSession inside = candidate.open(directory)) {
            return new TestDirectory(directory, DirectoryContent.of(inside, Optional.empty()), true);
        }
    }

    /**
     * Directory with its content.
     *
     * @param name name of the directory
     * @param content content to remove
     * @param isNamedFromInside true if the content's names are relative to the directory, and not to its parent
     */
    private record TestDirectory(String name, DirectoryContent content, boolean isNamedFromInside) {}
}
