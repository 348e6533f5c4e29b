package org.flowgateway.backup.certify;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Temporary directories directly below the candidate's target, removed at the end. They are siblings, since a transport has to create only
 * the last component of a path.
 */
final class ScratchSpace implements AutoCloseable {

    private static final int RANDOM_BYTES = 4;

    private final CandidateTarget candidate;
    private final String prefix;
    private final List<String> notices;
    private int count;

    /** @throws TransportException if nothing can be stored in the target */
    ScratchSpace(CandidateTarget candidate) throws TransportException {
        this.candidate = candidate;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        this.prefix = "certify-" + HexFormat.of().formatHex(random) + "-";
        try (TransportSession session = openSession(candidate.target())) {
            session.probe();
            this.notices = session.notices();
        }
    }

    private TransportSession openSession(TransportTarget target) throws TransportException {
        return candidate.provider().open(target, candidate.password());
    }

    CandidateTarget candidate() {
        return candidate;
    }

    /** Returns the beginning of all directory names. */
    String prefix() {
        return prefix;
    }

    /** Returns the notices of the transport about the target. */
    List<String> notices() {
        return notices;
    }

    /** Creates another empty directory. */
    TransportTarget newDirectory() {
        count++;
        return candidate.subdirectory(prefix + count);
    }

    /**
     * Removes all directories.
     *
     * @throws TransportException if one may remain
     */
    @Override
    public void close() throws TransportException {
        List<String> remaining;
        try {
            remaining = removeDirectories();
        } catch (TransportException e) {
            throw new TransportException(
                    e.kind(), CertifyMessage.DIRECTORIES_NOT_REMOVED.with(prefix, e.description()), e);
        }
        if (!remaining.isEmpty()) {
            throw new TransportException(
                    FailureKind.UNKNOWN, CertifyMessage.DIRECTORIES_REMAIN.with(String.join(", ", remaining)), null);
        }
    }

    private List<String> removeDirectories() throws TransportException {
        try (TransportSession parent = openSession(candidate.target())) {
            for (String directory : remaining(parent)) {
                // Relative to the parent, names may exceed the maximum length.
                try (TransportSession inside = openSession(candidate.subdirectory(directory))) {
                    empty(inside, Optional.empty());
                }
                removeEmptyDirectory(parent, directory);
            }
            return remaining(parent);
        }
    }

    private List<String> remaining(TransportSession parent) throws TransportException {
        return parent.list(Optional.empty()).stream()
                .map(ListEntry::name)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** Removes an empty directory: stores an object in it first, since a directory is removed with its last object. */
    private static void removeEmptyDirectory(TransportSession session, String empty) throws TransportException {
        ObjectName last = new ObjectName(empty + "/last");
        session.put(last, new EmptySource());
        session.delete(last);
    }

    private static void empty(TransportSession inside, Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> content = inside.list(directory);
        for (ListEntry listed : content) {
            ObjectName name =
                    new ObjectName(directory.map(above -> above.value() + "/").orElse("") + listed.name());
            if (listed.kind() == ListEntry.Kind.OBJECT) {
                inside.delete(name);
            } else {
                empty(inside, Optional.of(name));
            }
        }
        // A failed put may have created an empty directory.
        if (content.isEmpty() && directory.isPresent()) {
            removeEmptyDirectory(inside, directory.get().value());
        }
    }
}
