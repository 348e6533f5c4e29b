package org.flowgateway.backup.spi.section;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the gateway that is backed up and restored as a whole: a directory tree and what must be known of it. Registered as an OSGi
 * service and found at run time. Reading the tree, staging and exchanging it are the core's, so that a restore can be taken back after a
 * crash even if the section's bundle is gone. Thread-safe.
 *
 * <p>All sections of a job are called one after the other, the vault's last, each group by id; every call comes on a thread of its own.
 * A call has a deadline ({@code hook-seconds}, 60 s unless it is set otherwise). When that passes, its thread is interrupted, and at most 5 s
 * later the job goes on as if the call had thrown a {@link SectionException}, whether it has come back or not. A call that ends later still is
 * followed by the one that undoes it ({@link #thaw}, {@link #activated}), and until it ends the section takes part in no other job. What is
 * thrown beside a {@link SectionException} counts as one, and a person is told that the log has the details.
 */
@ConsumerType
public interface Section {

    /** What the section is called and how it is treated; the same at every call. */
    SectionDescriptor descriptor();

    /**
     * The directory that is the section's state, absolute. It may be missing. A restore stages beside it; where it is a mount point, or
     * its parent may not be written to, inside of it, under hidden names that begin with the root's own and that nobody else may touch.
     * The roots of two sections are never inside one another.
     */
    Path root();

    /**
     * Called just before a backup reads the tree: from now until {@link #thaw} nothing should change in it. That is for as long as it is
     * read, and the next section may be frozen while the last of this one is read; a tree that is larger than the memory for packs is read
     * as fast as the target takes it. What is written below {@link #root()} in here is backed up; the directory itself must be there before.
     *
     * @throws SectionException if the section cannot hold still; there is no backup then, whether the section is required or not, since
     *         nobody could tell later that this one was read in the middle of a change
     */
    default void freeze() throws SectionException {}

    /**
     * Called as soon as a backup has read the last byte of the tree, and always after {@link #freeze} was called: also when that failed or
     * did not end in time, and when the backup fails, is cancelled or ends with the gateway. If the gateway is killed meanwhile, it is
     * called at the next start, as soon as the section is there. So it may come twice, and without a freeze before it.
     *
     * @throws SectionException if the section may still be frozen; the backup goes on and tells it as a warning, and this is called again at
     *         the next start
     */
    default void thaw() throws SectionException {}

    /**
     * The ways from older layouts of the tree to the present one. A backup of an older layout is restored only if they lead, one after the
     * other, from its version to the descriptor's. They run on the staged tree, before {@link #validate}.
     */
    default List<Migration> migrations() {
        return List.of();
    }

    /**
     * Whether files of the section may be restored with their set-user-id and set-group-id bits, with which everybody runs them with the
     * rights of their owner or group; {@code false} unless the section says otherwise. A backup records the bits either way.
     */
    default boolean allowsSetId() {
        return false;
    }

    /**
     * Whether the section may be restored with symbolic links that lead out of {@link #root()}; {@code true} unless the section says
     * otherwise, since trees of real gateways have such links. If not, a backup with one is refused before anything is touched. A restore
     * never follows a link, whatever this says.
     */
    default boolean allowsLinksOut() {
        return true;
    }

    /**
     * Checks a restored tree before anything of the gateway is touched.
     *
     * @param staged a directory with the content {@link #root()} will have; it must not be changed
     * @throws SectionException if it must not take effect; the restore ends, and the gateway stays as it is
     */
    void validate(Path staged) throws SectionException;

    /**
     * Called before the state below {@link #root()} is exchanged for a restored one, when the restored states of all sections have been
     * accepted, and before a restored state that was already in use is taken back: whoever uses the state should let go of it.
     * {@link #activated} always follows, whatever happens.
     *
     * @throws SectionException if the section cannot let go of its state; the restore ends, nothing is changed, and all sections for which
     *         this was called, this one included, are activated again. When a restored state is taken back, it is taken back all the same
     */
    default void deactivate() throws SectionException {}

    /**
     * Called after the state below {@link #root()} was exchanged for a restored one, again after it was taken back, and when an exchange
     * that was prepared with {@link #deactivate} did not come about, so that whoever reads the state reads it anew. If the gateway is killed
     * meanwhile, it is called at the next start, as soon as the section is there: the state is then the old one or the restored one, for good.
     * So it may come twice, and without a {@link #deactivate} before it.
     *
     * @throws SectionException if the gateway cannot work with it; the restore is taken back. If it is the old state already, this is told
     *         as a warning, and called again at the next start
     */
    void activated() throws SectionException;
}
