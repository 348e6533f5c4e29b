package org.flowgateway.backup.spi.transport;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Session on a target, which stores whole objects under its root. One thread uses a session at a time, but {@link #close} may come from any;
 * sessions of one provider work side by side.
 *
 * <p>Every session MUST obey these laws; the transport test kit checks them:
 * <ol>
 * <li>{@link #put} is all or nothing and creates only: nothing partial is ever visible under the name, and nothing is overwritten.
 * <li>The same name with the same content again is success, with other content {@link FailureKind#ALREADY_EXISTS}: an unknown outcome is
 * resolved by a second call.
 * <li>A source that is shorter, longer or other than it declares is {@link FailureKind#INTEGRITY}, and nothing is visible.
 * <li>After {@code put} has returned, every session sees the object.
 * <li>Absence is reported only when the store affirms it. A failed or denied query is an error and never "empty".
 * <li>{@link #list} is complete or throws; {@link #read} returns exactly the object's bytes or throws.
 * <li>No retry, no sleep, no swallowed failure: a failure is classified and thrown, the core decides.
 * <li>The host's identity is verified before a credential is sent.
 * <li>Deleting the last object below a directory removes the empty directory (the root itself may stay).
 * <li>Names stay inside the root; symbolic links are not followed out of it.
 * <li>Secrets never appear in an exception, a log line or a {@code toString}.
 * <li>A capability is declared only if the store itself enforces it.
 * <li>Stopping the bundle ends its sessions within 5 s and leaves no thread, socket or class loader behind.
 * </ol>
 *
 * <p>Any call may be repeated after any failure, on this session, or after {@link FailureKind#CLOSED} on another one: {@code put} resolves an
 * unknown outcome by law 2, {@code delete} of a missing object succeeds, and the others change nothing. A session that lost its connection
 * connects again at its next call, or fails again with a transient kind, upon which the core opens another session.
 */
@ConsumerType
public interface TransportSession extends AutoCloseable {

    /**
     * Verifies that backups can be stored: identity, login, the root (created if it is missing and may be created), an object written, read back
     * and removed, and free space if the store reports it.
     *
     * @return result of the probe
     * @throws TransportException if a backup could not be stored; the message contains the remedy
     */
    Probe probe() throws TransportException;

    /**
     * Stores an object, durably: after the return, a crash of either side does not undo it. Directories above it are created. Content, name, and
     * the name of each created directory are durable; a store that cannot guarantee one of them is reported once by {@link #notices}.
     *
     * @param name name of the object
     * @param source content; it may be opened more than once
     * @throws TransportException {@link FailureKind#ALREADY_EXISTS}, {@link FailureKind#INTEGRITY}, {@link FailureKind#NO_SPACE} or any other
     *         kind; nothing is visible then, except after {@link FailureKind#CONNECTION_LOST}, {@link FailureKind#TIMEOUT},
     *         {@link FailureKind#CLOSED} or {@link FailureKind#UNKNOWN}, when the whole object may be visible. A source that cannot be read to
     *         its end is {@code INTEGRITY}; the source's own {@code TransportException} passes through
     */
    void put(ObjectName name, ObjectSource source) throws TransportException;

    /**
     * Reads an object.
     *
     * @param name name of the object
     * @return a stream of exactly its bytes, whose {@code read} throws {@link TransportException} if they cannot be read; the caller closes it
     *         before the session's next call
     * @throws TransportException {@link FailureKind#NOT_FOUND} if the store affirms that there is none, or any other kind
     */
    InputStream read(ObjectName name) throws TransportException;

    /**
     * Returns an object's length.
     *
     * @param name name of the object
     * @return bytes; empty if the store affirms that there is no such object
     * @throws TransportException if the store could not be asked
     */
    Optional<Long> stat(ObjectName name) throws TransportException;

    /**
     * Lists the entries directly below a directory, without the transport's own temporary names.
     *
     * @param directory the directory; empty for the root
     * @return all entries, in any order; empty if the directory is empty or the store affirms that there is none
     * @throws TransportException if the listing is incomplete
     */
    List<ListEntry> list(Optional<ObjectName> directory) throws TransportException;

    /**
     * Lists the same entries one by one, as the store sends them. The core calls this method: each entry shows that the store is still
     * answering, and the core ends a listing that exceeds its memory. A transport whose store answers in pages SHOULD override it, and MUST NOT
     * pass an entry twice: once an entry was passed, an interrupted listing is a failure.
     *
     * @param directory the directory; empty for the root
     * @param consumer receives each entry; its exception is passed on
     * @throws TransportException if the listing is incomplete, or {@code consumer} ended it
     */
    default void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        for (ListEntry listed : list(directory)) {
            consumer.accept(listed);
        }
    }

    /**
     * Removes an object; a missing one is success, and a directory is no object. Temporary names of dead sessions in its directory are removed
     * with the last object of that directory at the latest.
     *
     * @param name name of the object
     * @throws TransportException if it still exists, or this is unknown
     */
    void delete(ObjectName name) throws TransportException;

    /**
     * Returns notices about the target for a person, for example that an unknown host's key was accepted: those since the last call on any
     * session with that host, whether the operations succeeded or not.
     *
     * @return sentences, each returned once; never a secret
     */
    default List<String> notices() {
        return List.of();
    }

    /** Ends the session from any thread: running calls fail with {@link FailureKind#CLOSED} within 5 s. Never throws; may be repeated. */
    @Override
    void close();
}
