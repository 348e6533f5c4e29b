package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ListedConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/** Lists what lies directly below a directory, temporary files excepted. */
final class Listing {

    private final ObjectTree tree;

    Listing(ObjectTree tree) {
        this.tree = tree;
    }

    /** Gives all of it; nothing if there is no such directory. */
    void of(Optional<ObjectName> name, ListedConsumer consumer) throws IOException {
        Path directory = name.map(tree::path).orElseGet(tree::root);
        Optional<BasicFileAttributes> found = tree.find(directory);
        if (name.isEmpty() && found.isPresent() && found.get().isRegularFile()) {
            throw tree.fileAsRoot();
        }
        if (found.isEmpty() || found.get().isRegularFile()) {
            return;
        }
        if (!found.get().isDirectory()) {
            throw new TransportException(FailureKind.DENIED, directory + " is a link or a device, not a directory: remove it");
        }
        entries(directory, consumer);
    }

    private static void entries(Path directory, ListedConsumer consumer) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Optional<Listed> listed = TemporaryFile.isName(entry.getFileName().toString()) ? Optional.empty() : entry(entry);
                if (listed.isPresent()) {
                    consumer.accept(listed.get());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException removed) {
            return; // It was empty by then.
        }
    }

    private static Optional<Listed> entry(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!isWhatItReads(entry.getFileName(), name)) {
                return Optional.of(new Listed(name, Listed.Kind.OTHER, 0));
            }
            if (attributes.isRegularFile()) {
                return Optional.of(new Listed(name, Listed.Kind.OBJECT, attributes.size()));
            }
            return Optional.of(new Listed(name, attributes.isDirectory() ? Listed.Kind.DIRECTORY : Listed.Kind.OTHER, 0));
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
    }

    /** Whether the text names this very file. A name that is not UTF-8 reads with replacement characters, and names another one. */
    private static boolean isWhatItReads(Path name, String text) {
        try {
            return Path.of(text).equals(name);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
