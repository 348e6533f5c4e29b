package org.flowgateway.backup.certify;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Directories directly below the candidate's target, which nobody else uses and of which nothing stays. They lie side by side, since a
 * transport needs to make no more than the last part of a path.
 */
final class ScratchSpace implements AutoCloseable {

    private static final int RANDOM_BYTES = 4;

    private final Candidate candidate;
    private final String prefix;
    private final Optional<Secret> password;
    private final TransportSession parent;
    private int made;

    /** @throws TransportException if nothing can be stored in the target */
    ScratchSpace(Candidate candidate) throws TransportException {
        this.candidate = candidate;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        this.prefix = "certify-" + HexFormat.of().formatHex(random) + "-";
        this.password = candidate.password().map(text -> new Secret(text.toCharArray()));
        this.parent = candidate.provider().open(candidate.target(), password);
        try {
            parent.probe();
        } catch (TransportException e) {
            close();
            throw e;
        }
    }

    Candidate candidate() {
        return candidate;
    }

    /** What the names of all directories begin with. */
    String prefix() {
        return prefix;
    }

    /** One more directory, which is empty. */
    TransportTarget fresh() {
        made++;
        return candidate.below(prefix + made);
    }

    /**
     * Removes all directories that are there.
     *
     * @throws TransportException if one may be left
     */
    void clear() throws TransportException {
        for (Listed listed : parent.list(Optional.empty())) {
            if (listed.name().startsWith(prefix)) {
                remove(listed.name());
            }
        }
    }

    private void remove(String directory) throws TransportException {
        // Seen from the parent, names below may be longer than a name may be.
        try (TransportSession inside = candidate.provider().open(candidate.below(directory), password)) {
            empty(inside, Optional.empty());
        }
        drop(parent, directory);
    }

    /** With the last object below it a directory goes; one that is empty needs such an object first. */
    private static void drop(TransportSession session, String empty) throws TransportException {
        ObjectName last = new ObjectName(empty + "/last");
        session.put(last, new Nothing());
        session.delete(last);
    }

    private static void empty(TransportSession inside, Optional<ObjectName> directory) throws TransportException {
        List<Listed> content = inside.list(directory);
        for (Listed listed : content) {
            ObjectName name = new ObjectName(directory.map(above -> above.value() + "/").orElse("") + listed.name());
            if (listed.kind() == Listed.Kind.OBJECT) {
                inside.delete(name);
            } else {
                empty(inside, Optional.of(name));
            }
        }
        // A put that failed may have made a directory and nothing in it.
        if (content.isEmpty() && directory.isPresent()) {
            drop(inside, directory.get().value());
        }
    }

    @Override
    public void close() {
        parent.close();
        password.ifPresent(Secret::close);
    }
}
