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
 * <li>{@link #link} creates only: nothing is overwritten, and the source is neither moved nor changed, now or later.
 * <li>{@link #notices} returns each notice once.
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
     * the name of each created directory are durable; a store that cannot guarantee one of them lacks {@link Capability#DURABLE}, and is reported
     * once by {@link #notices}.
     *
     * <p>An interrupt of the calling thread MAY end the call, with {@link FailureKind#CLOSED}; the thread stays interrupted. A transport whose
     * library ignores interrupts has nothing to do: the core also closes the session.
     *
     * <p>A call that fails removes its temporary name, unless it lost the connection. Temporary names that remain are removed by {@link #delete}.
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
     * Stores an object with options, otherwise as {@link #put(ObjectName, ObjectSource)} does. A transport overrides this method if its store
     * honours options; this default refuses all of them.
     *
     * @param name name of the object
     * @param source content; it may be opened more than once
     * @param options options, each of which is honoured or refused
     * @throws TransportException {@link FailureKind#UNSUPPORTED} if an option cannot be honoured, and nothing was stored; otherwise as for
     *         {@link #put(ObjectName, ObjectSource)}
     */
    default void put(ObjectName name, ObjectSource source, PutOptions options) throws TransportException {
        if (!options.equals(PutOptions.NONE)) {
            throw SpiMessage.RETENTION_UNSUPPORTED.exception(name.value());
        }
        put(name, source);
    }

    /**
     * Gives stored content a second name: a hard link, or a copy that the store makes by itself, durable like {@link #put}. The two objects are
     * independent: deleting one leaves the other. Directories above the new name are created.
     *
     * @param from name of the stored object
     * @param to the new name; if it exists with the same content, the call is successful
     * @return {@code false} if the store cannot do this for these objects and nothing was changed; the caller stores the content by {@code put}
     *         instead. This default always returns it
     * @throws TransportException {@link FailureKind#NOT_FOUND} if the store affirms that there is no {@code from},
     *         {@link FailureKind#ALREADY_EXISTS} if {@code to} has other content, or any other kind, as for {@code put}
     */
    default boolean link(ObjectName from, ObjectName to) throws TransportException {
        return false;
    }

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
     * Reads an object from a position on, without the bytes before it. This default refuses; the core then reads from the first byte on.
     *
     * @param name name of the object
     * @param offset bytes to leave out, from 0 to the object's length
     * @return a stream as that of {@link #read(ObjectName)}; empty if {@code offset} is the object's length
     * @throws TransportException {@link FailureKind#UNSUPPORTED} if the transport cannot, {@link FailureKind#NOT_FOUND} if the store affirms that
     *         there is no such object, {@link FailureKind#INTEGRITY} if {@code offset} exceeds the object's length, or any other kind
     */
    default InputStream read(ObjectName name, long offset) throws TransportException {
        throw SpiMessage.RANGE_UNSUPPORTED.exception(name.value());
    }

    /**
     * Returns an object's attributes.
     *
     * @param name name of the object
     * @return its attributes; empty if the store affirms that there is no such object
     * @throws TransportException if the store could not be asked
     */
    Optional<ObjectAttributes> stat(ObjectName name) throws TransportException;

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
     * Removes an object; a missing one is success, and a directory is no object. Temporary names that dead sessions left in its directory are
     * removed with the last object of that directory at the latest. They are removed nowhere else and never by age: another session may be
     * writing one.
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
