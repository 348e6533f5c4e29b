package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectories;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectoryReader;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectoryReader.Entry;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectoryReader.Visitor;
import org.flowgateway.backup.transport.sftp.protocol.SftpFailureClassifier;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/** Lists the entries of a directory. */
public final class SftpListing {

    private static final String UNREADABLE = "\ufffd";
    /** Maximum of entries that are inspected and removed at a time; the rest is removed the next time. */
    private static final int MAX_ENTRIES = 10_000;

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final SftpDirectories directories;
    private final SftpDirectoryReader reader;

    public SftpListing(SftpClient client, SftpObjectTree tree) {
        this.client = client;
        this.tree = tree;
        directories = new SftpDirectories(client);
        reader = new SftpDirectoryReader(client);
    }

    /** Passes all entries but temporary files to the consumer; none if the directory is missing. */
    public void list(Optional<ObjectName> name, ListEntryConsumer consumer) throws IOException {
        String directory = tree.path(name);
        Optional<SftpAttributes> found = tree.find(directory);
        if (found.isPresent()
                && !found.get().isDirectory()
                && (name.isEmpty() || !found.get().isRegularFile())) {
            throw SftpMessage.DIRECTORY_IS_SPECIAL.exception(tree.displayName(directory));
        }
        if (found.isEmpty() || found.get().isRegularFile()) {
            return;
        }
        visit(directory, entry -> {
            Optional<ListEntry> listed =
                    TemporaryName.isTemporary(entry.name()) ? Optional.empty() : listed(directory, entry);
            if (listed.isPresent()) {
                consumer.accept(listed.get());
            }
            return true;
        });
    }

    /** Returns temporary files in a directory, at most {@value #MAX_ENTRIES}; none if the directory is missing. */
    List<Entry> temporaries(String directory) throws IOException {
        List<Entry> temporaries = new ArrayList<>();
        visit(directory, entry -> {
            if (TemporaryName.isTemporary(entry.name())) {
                temporaries.add(entry);
            }
            return temporaries.size() < MAX_ENTRIES;
        });
        return temporaries;
    }

    /**
     * Returns entries of a directory with its temporary files, at most {@value #MAX_ENTRIES}; none if the directory is missing.
     *
     * @param enough accepts the entry to stop after
     */
    public List<Entry> entries(String directory, Predicate<Entry> enough) throws IOException {
        List<Entry> entries = new ArrayList<>();
        visit(directory, entry -> {
            entries.add(entry);
            return entries.size() < MAX_ENTRIES && !enough.test(entry);
        });
        return entries;
    }

    private void visit(String directory, Visitor visitor) throws IOException {
        AtomicBoolean begun = new AtomicBoolean();
        Visitor noting = entry -> {
            begun.set(true);
            return visitor.visit(entry);
        };
        directories.ask(directory, () -> {
            try {
                reader.read(directory, noting);
            } catch (SftpStatus status) {
                // A second request would return the same entries again.
                throw begun.get()
                        ? SftpFailureClassifier.of(status, "Listing " + directory, tree.displayName())
                        : status;
            }
            return directory;
        });
    }

    private Optional<ListEntry> listed(String directory, Entry entry) throws IOException {
        if (entry.name().isEmpty()
                || entry.name().contains(UNREADABLE)
                || entry.name().indexOf('/') >= 0
                || entry.name().indexOf('\0') >= 0) {
            return Optional.of(ListEntry.other(entry.name()));
        }
        Optional<SftpAttributes> attributes = entry.attributes().hasType()
                ? Optional.of(entry.attributes())
                : client.lookup().lstat(SftpObjectTree.resolve(directory, entry.name()));
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        SftpAttributes known = attributes.get();
        if (known.isRegularFile()) {
            return Optional.of(ListEntry.object(entry.name(), known.length()));
        }
        return Optional.of(known.isDirectory() ? ListEntry.directory(entry.name()) : ListEntry.other(entry.name()));
    }
}
