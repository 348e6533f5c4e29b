package org.flowgateway.backup.spi.section;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Part of the gateway that is backed up and restored as a whole: a directory tree with a description. Registered as an OSGi service and found at
 * run time. The core itself reads the tree, stages it and swaps it, so that a restore can be rolled back after a crash even if the section's
 * bundle is gone. Thread-safe.
 *
 * <p>All sections of a job are called one after the other, the vault's last, each group by id; every call has its own thread. A call has a
 * deadline ({@code hook-seconds}, by default 60 s). At the deadline its thread is interrupted. At most 5 s later the call is abandoned, and the
 * job continues as if it had thrown a {@link SectionException}. An abandoned call that ends later is followed by the call that undoes it
 * ({@link #thaw}, {@link #activated}); until it ends, the section takes part in no other job. Any other exception counts as a
 * {@link SectionException}, and the message refers to the log.
 */
@ConsumerType
public interface Section {

    /** Returns the name and the attributes of the section; always the same. */
    SectionDescriptor descriptor();

    /**
     * Returns the directory of the section's state, absolute. It may be missing. A restore stages beside it. If it is a mount point, or if there
     * is no write permission on its parent, a restore stages inside it, under hidden names that begin with the root's own and that nobody else
     * MUST touch. The roots of two sections are never inside one another.
     */
    Path root();

    /**
     * Freezes the tree, directly before a backup reads it: until {@link #thaw} nothing should change in it. This lasts as long as the reading,
     * and the next section may be frozen while the end of this one is read; a tree that is larger than the memory for packs is read at the speed
     * of the target. Files that this call writes below {@link #root()} are backed up; the directory itself must exist before.
     *
     * @throws SectionException if the section cannot be frozen; there is no backup then, whether the section is required or not, since it could
     *         not be seen later that this backup was read in the middle of a change
     */
    default void freeze() throws SectionException {}

    /**
     * Ends the freeze, as soon as a backup has read the last byte of the tree. It is always called after {@link #freeze}: also if that failed or
     * timed out, and if the backup fails, is cancelled or ends with the gateway. If the gateway is killed meanwhile, it is called at the next
     * start, as soon as the section is available. It may therefore be called twice, and without a freeze before.
     *
     * @throws SectionException if the section may still be frozen; the backup continues with a warning, and this is called again at the next
     *         start
     */
    default void thaw() throws SectionException {}

    /**
     * Returns the migrations from older layouts of the tree to the current one. A backup of an older layout is restored only if a chain of them
     * leads from its version to the descriptor's. They run on the staged tree, before {@link #validate}.
     */
    default List<Migration> migrations() {
        return List.of();
    }

    /**
     * Returns whether files of the section may be restored with their set-user-id and set-group-id bits, by which every user runs them with the
     * rights of their owner or group; {@code false} by default. A backup records the bits either way.
     */
    default boolean allowsSetId() {
        return false;
    }

    /**
     * Returns whether the section may be restored with symbolic links that lead out of {@link #root()}; {@code true} by default, since trees of
     * real gateways have such links. Otherwise a backup with such a link is refused before any change. A restore never follows a link in either
     * case.
     */
    default boolean allowsLinksOut() {
        return true;
    }

    /**
     * Validates a restored tree before any change of the gateway.
     *
     * @param staged a directory with the content {@link #root()} will have; it must not be changed
     * @throws SectionException if it must not become active; the restore ends, and the gateway stays unchanged
     */
    void validate(Path staged) throws SectionException;

    /**
     * Releases the state below {@link #root()}, before it is swapped for a restored one that all sections have accepted, and before an active
     * restored state is rolled back: users of the state should stop using it. {@link #activated} always follows.
     *
     * @throws SectionException if the section cannot release its state; the restore ends, nothing is changed, and all sections for which this
     *         was called, including this one, are activated again. A rollback continues in spite of the exception
     */
    default void deactivate() throws SectionException {}

    /**
     * Activates the state below {@link #root()}: after it was swapped for a restored one, again after a rollback, and if a swap that was
     * prepared by {@link #deactivate} did not take place. Users of the state should read it again. If the gateway is killed meanwhile, this is
     * called at the next start, as soon as the section is available: the state is then finally the old or the restored one. It may therefore be
     * called twice, and without a {@link #deactivate} before.
     *
     * @throws SectionException if the gateway cannot work with the state; the restore is rolled back. If it is the previous state already, this is a
     *         warning, and this is called again at the next start
     */
    void activated() throws SectionException;
}
