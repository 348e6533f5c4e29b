package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileNames;
import org.flowgateway.backup.tree.FileState;

/** Lists the entries of a directory, except temporary files. */
final class LocalListing {

    private final LocalObjectTree tree;

    LocalListing(LocalObjectTree tree) {
        this.tree = tree;
    }

    /** Passes each entry to the consumer; none if the directory is missing. */
    void list(Optional<ObjectName> name, ListEntryConsumer consumer) throws IOException {
        String path = name.map(ObjectName::value).orElse("");
        Optional<FileState> found = tree.find(path);
        if (found.isEmpty() || found.get().isRegular()) {
            return;
        }
        if (!found.get().isDirectory()) {
            throw LocalMessage.DIRECTORY_IS_SPECIAL.exception(tree.root().path().resolve(path));
        }
        Optional<DirectoryHandle> root = tree.root().find();
        if (root.isEmpty()) {
            return;
        }
        try (DirectoryHandle directory = root.get().openDirectory(path, found.get())) {
            directory.visitNames(each -> {
                Optional<ListEntry> entry = entry(directory, each);
                if (entry.isPresent()) {
                    consumer.accept(entry.get());
                }
                return true;
            });
        } catch (NoSuchFileException removed) {
            return; // It was empty by then.
        }
    }

    private static Optional<ListEntry> entry(DirectoryHandle directory, String name) throws IOException {
        return directory.find(name).flatMap(state -> {
            if (state.isRegular() && TemporaryFile.isName(name)) {
                return Optional.empty();
            }
            return Optional.of(FileNames.isText(name) ? entry(name, state) : ListEntry.other(FileNames.display(name)));
        });
    }

    private static ListEntry entry(String name, FileState state) {
        return switch (state.type()) {
            case REGULAR -> ListEntry.object(name, state.size());
            case DIRECTORY -> ListEntry.directory(name);
            default -> ListEntry.other(name);
        };
    }
}
