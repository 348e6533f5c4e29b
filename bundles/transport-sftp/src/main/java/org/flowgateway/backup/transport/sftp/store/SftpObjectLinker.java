package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectories;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/** Gives stored objects a second name by a hard link, without overwriting. One thread. */
public final class SftpObjectLinker {

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final SftpDurability durability;
    private final SftpPublication publication;
    private final SftpObjectRemover remover;

    SftpObjectLinker(
            SftpClient client,
            SftpObjectTree tree,
            SftpDurability durability,
            SftpPublication publication,
            SftpObjectRemover remover) {
        this.client = client;
        this.tree = tree;
        this.durability = durability;
        this.publication = publication;
        this.remover = remover;
    }

    /** Outcome of an attempt. */
    private enum Outcome {
        /** The new name exists with the content. */
        LINKED,
        /** The server creates no hard link here, although the directory above the new name exists. */
        REFUSED,
        /** A directory was missing, or another session changed one of the names. */
        AGAIN
    }

    /**
     * Gives an object a second name, durably, or finds that the same content is already stored there.
     *
     * @return {@code false} if the server creates no hard link here; nothing was changed
     * @throws TransportException {@link FailureKind#NOT_FOUND} if there is no {@code from}, {@link FailureKind#ALREADY_EXISTS} if {@code to} is
     *         taken by other content
     */
    public boolean link(ObjectName from, ObjectName to) throws IOException {
        if (!publication.canLink()) {
            return false;
        }
        List<String> made = new ArrayList<>();
        // Not a retry of a server failure: the directory may be missing, and a concurrent delete may remove it while it
        // is empty.
        for (int attempt = 0; attempt < SftpObjectWriter.MAX_REMOVALS; attempt++) {
            Outcome outcome = attempt(from, to, made);
            if (outcome == Outcome.REFUSED) {
                removeAll(made);
            }
            if (outcome != Outcome.AGAIN) {
                return outcome == Outcome.LINKED;
            }
        }
        throw SftpMessage.DIRECTORY_REMOVED.exception(to.value(), tree.displayName());
    }

    private Outcome attempt(ObjectName from, ObjectName to, List<String> made) throws IOException {
        try {
            return tryLink(from, to, made);
        } catch (SftpStatus status) {
            if (!status.isAbsence()) {
                throw status;
            }
            return Outcome.AGAIN;
        }
    }

    private Outcome tryLink(ObjectName from, ObjectName to, List<String> made) throws IOException {
        SftpAttributes source = tree.requireObject(from);
        String path = tree.path(to);
        Optional<SftpAttributes> present = tree.find(path);
        if (present.isPresent()) {
            checkExisting(from, source, to, present.get());
        } else if (!publication.link(tree.path(from), path)) {
            return afterRefusal(from, path, made);
        }
        durability.sync(path);
        return Outcome.LINKED;
    }

    /** Creates the directory of the new name; if it was there and neither name has changed, the refusal counts. */
    private Outcome afterRefusal(ObjectName from, String path, List<String> made) throws IOException {
        List<String> missing = tree.make(SftpDirectories.parent(path));
        made.addAll(missing);
        boolean counts = missing.isEmpty()
                && tree.find(path).isEmpty()
                && tree.findObject(from).isPresent();
        return counts ? Outcome.REFUSED : Outcome.AGAIN;
    }

    /** Removes directories, the innermost first; those that others use by now stay. */
    private void removeAll(List<String> directories) throws IOException {
        for (int at = directories.size() - 1; at >= 0; at--) {
            remover.removeIfEmpty(directories.get(at));
        }
    }

    /** Checks a name that is taken: the same content counts as linked. */
    private void checkExisting(ObjectName from, SftpAttributes source, ObjectName to, SftpAttributes present)
            throws IOException {
        if (!present.isRegularFile() || present.length() != source.length() || !isSame(from, to)) {
            throw SftpMessage.NAME_TAKEN.exception(to.value(), tree.displayName());
        }
    }

    private boolean isSame(ObjectName one, ObjectName other) throws IOException {
        try (InputStream left = new SftpObjectStream(one, tree, client, 0);
                InputStream right = new SftpObjectStream(other, tree, client, 0)) {
            byte[] expected = new byte[SftpObjectStream.CHUNK];
            byte[] actual = new byte[SftpObjectStream.CHUNK];
            int count;
            do {
                count = left.readNBytes(expected, 0, expected.length);
                int found = right.readNBytes(actual, 0, actual.length);
                if (!Arrays.equals(expected, 0, count, actual, 0, found)) {
                    return false;
                }
            } while (count > 0);
            return true;
        }
    }
}
