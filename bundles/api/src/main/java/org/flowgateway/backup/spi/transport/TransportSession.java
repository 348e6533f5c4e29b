package org.flowgateway.backup.spi.transport;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whole objects under a target's root. One thread uses a session at a time, but {@link #close} may come from any; sessions of one
 * provider work side by side.
 *
 * <p>The laws that every session keeps, for the tests of which see the transport test kit:
 * <ol>
 * <li>{@link #put} is all or nothing and creates only: nothing partial is ever visible under the name, and nothing is overwritten.
 * <li>The same name with the same content again is success, with other content {@link FailureKind#ALREADY_EXISTS}: an unknown outcome is
 *     settled by calling again.
 * <li>A source that is shorter, longer or other than it declares is {@link FailureKind#INTEGRITY}, and nothing is visible.
 * <li>After {@code put} has returned, every session sees the object.
 * <li>Absence is reported only when the store affirms it. What could not be asked, or was denied, is an error and never "empty".
 * <li>{@link #list} is complete or throws; {@link #read} gives exactly the object's bytes or throws.
 * <li>No retry, no sleep, no swallowed failure: a failure is classified and thrown, the core decides.
 * <li>The host's identity is verified before a credential leaves.
 * <li>Deleting the last object below a directory removes the empty directory (the root itself may stay).
 * <li>Names stay inside the root; symbolic links are not followed out of it.
 * <li>Secrets never appear in an exception, a log line or a {@code toString}.
 * <li>A capability is declared only if the store itself enforces it.
 * <li>Stopping the bundle ends its sessions within 5 s and leaves no thread, socket or class loader behind.
 * </ol>
 *
 * <p>Any call may be made again after any failure, on this session, or after {@link FailureKind#CLOSED} on another one: {@code put} settles
 * by law 2 what the first call left unknown, {@code delete} of what is gone is success, and the others change nothing. A session that lost
 * its connection makes a new one at its next call, or fails again with a transient kind, upon which the core opens another session.
 */
@ConsumerType
public interface TransportSession extends AutoCloseable {

    /**
     * Proves that backups can be stored: identity, login, the root (made if it is missing and may be made), an object written, read back
     * and removed, and free space where the store tells it.
     *
     * @return what was found
     * @throws TransportException if a backup could not be stored; the message says what to do
     */
    Probe probe() throws TransportException;

    /**
     * Stores an object, durably: when this returns, a crash of either side does not undo it. Directories above it are made. Durable are
     * the content, the name, and the name of each directory that was made for it; a store that cannot promise one of them is reported by
     * {@link #notices}, once.
     *
     * @param name where
     * @param source what; it may be opened more than once
     * @throws TransportException {@link FailureKind#ALREADY_EXISTS}, {@link FailureKind#INTEGRITY}, {@link FailureKind#NO_SPACE} or any
     *         other kind; nothing is visible then, except after {@link FailureKind#CONNECTION_LOST}, {@link FailureKind#TIMEOUT},
     *         {@link FailureKind#CLOSED} or {@link FailureKind#UNKNOWN}, where the whole object may be. A source that cannot be read to its
     *         end is {@code INTEGRITY}; a {@code TransportException} of the source's own passes through
     */
    void put(ObjectName name, ObjectSource source) throws TransportException;

    /**
     * Reads an object.
     *
     * @param name which
     * @return a stream of exactly its bytes, whose {@code read} throws {@link TransportException} when they cannot be had; the caller
     *         closes it before the session's next call
     * @throws TransportException {@link FailureKind#NOT_FOUND} if the store affirms that there is none, or any other kind
     */
    InputStream read(ObjectName name) throws TransportException;

    /**
     * Tells an object's length.
     *
     * @param name which
     * @return bytes; empty if the store affirms that there is no such object
     * @throws TransportException if the store could not be asked
     */
    Optional<Long> stat(ObjectName name) throws TransportException;

    /**
     * Lists what lies directly below a directory, without the transport's own temporary names.
     *
     * @param directory which; empty for the root
     * @return all of it, in any order; empty if the directory is empty or the store affirms that there is none
     * @throws TransportException if the listing could not be had in full
     */
    List<ListEntry> list(Optional<ObjectName> directory) throws TransportException;

    /**
     * Lists the same, entry by entry, as the store sends it. The core calls this one: each entry shows that the store is still answering, and
     * the core ends a listing that is longer than it can hold. A store that answers in pages SHOULD override it, and MUST NOT give an
     * entry twice: once an entry was given, a listing that breaks off is a failure.
     *
     * @param directory which; empty for the root
     * @param consumer takes each entry; what it throws is thrown on
     * @throws TransportException if the listing could not be had in full, or {@code consumer} wants no more
     */
    default void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        for (ListEntry listed : list(directory)) {
            consumer.accept(listed);
        }
    }

    /**
     * Removes an object; one that is not there is success, and a directory is no object. Temporary names that dead sessions left in its
     * directory go with the last object of that directory at the latest.
     *
     * @param name which
     * @throws TransportException if it is still there, or this is not known
     */
    void delete(ObjectName name) throws TransportException;

    /**
     * Tells what a person should know of the target, for example that an unknown host's key was accepted: what came up since this was last
     * asked of any session with that host, whether the calls succeeded or not.
     *
     * @return sentences, each told once; never a secret
     */
    default List<String> notices() {
        return List.of();
    }

    /** Ends the session from any thread: what is under way fails with {@link FailureKind#CLOSED} within 5 s. Never throws; may be repeated. */
    @Override
    void close();
}
