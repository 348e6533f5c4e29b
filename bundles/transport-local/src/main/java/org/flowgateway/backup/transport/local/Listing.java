package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;

/** Lists what is directly below a directory, temporary files excepted. Bounded: a directory does not decide how much memory that takes. */
final class Listing {

    /** Names of one directory; a backup has at most 100,000 packs. */
    static final int MAX_NAMES = 250_000;
    /** Characters of all names of one directory. */
    static final long MAX_CHARACTERS = 16L << 20;

    private final ObjectTree tree;

    Listing(ObjectTree tree) {
        this.tree = tree;
    }

    /** All of it; empty if there is no such directory. */
    List<Listed> of(Optional<ObjectName> name) throws IOException {
        String path = name.map(ObjectName::value).orElse("");
        Optional<FileState> found = tree.find(path);
        if (found.isEmpty() || found.get().isRegular()) {
            return List.of();
        }
        if (!found.get().isDirectory()) {
            throw new TransportException(FailureKind.DENIED,
                    tree.root().path().resolve(path) + " is a link or a device, not a directory: remove it");
        }
        Optional<DirectoryHandle> root = tree.root().find();
        if (root.isEmpty()) {
            return List.of();
        }
        try (DirectoryHandle directory = root.get().openDirectory(path, found.get())) {
            return entries(directory);
        } catch (NoSuchFileException removed) {
            return List.of();
        }
    }

    private static List<Listed> entries(DirectoryHandle directory) throws IOException {
        List<Listed> listed = new ArrayList<>();
        long[] seen = new long[2];
        directory.visitNames(name -> {
            seen[0]++;
            seen[1] += name.length();
            if (seen[0] > MAX_NAMES || seen[1] > MAX_CHARACTERS) {
                throw tooLong(directory.path());
            }
            entry(directory, name).ifPresent(listed::add);
            return true;
        });
        return listed;
    }

    private static TransportException tooLong(String directory) {
        return new TransportException(FailureKind.UNKNOWN, directory + " holds more than " + MAX_NAMES + " entries, or names longer than "
                + MAX_CHARACTERS + " characters together: that is more than the gateway reads. Use another directory for backups, or remove what"
                + " does not belong there");
    }

    private static Optional<Listed> entry(DirectoryHandle directory, String name) throws IOException {
        return directory.find(name).flatMap(state -> {
            if (state.isRegular() && TemporaryFile.isName(name)) {
                return Optional.empty();
            }
            return Optional.of(FileNames.isText(name) ? entry(name, state) : new Listed(FileNames.display(name), Listed.Kind.OTHER, 0));
        });
    }

    private static Listed entry(String name, FileState state) {
        return switch (state.type()) {
            case REGULAR -> new Listed(name, Listed.Kind.OBJECT, state.size());
            case DIRECTORY -> new Listed(name, Listed.Kind.DIRECTORY, 0);
            default -> new Listed(name, Listed.Kind.OTHER, 0);
        };
    }
}
