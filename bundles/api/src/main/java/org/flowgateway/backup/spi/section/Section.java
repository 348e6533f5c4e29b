package org.flowgateway.backup.spi.section;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the gateway that is backed up and restored as a whole: a directory tree and what must be known of it. Registered as an OSGi
 * service and found at run time. Reading the tree, staging and exchanging it are the core's, so that a restore can be taken back after a
 * crash even if the section's bundle is gone. Thread-safe.
 */
@ConsumerType
public interface Section {

    /** What the section is called and how it is treated; the same at every call. */
    SectionDescriptor descriptor();

    /**
     * The directory that is the section's state, absolute. It may be missing. Its parent is where a restore stages, so the two must lie
     * on one file system; the roots of two sections are never inside one another.
     */
    Path root();

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
     * Called after the state below {@link #root()} was exchanged for a restored one, and again after it was taken back, so that whoever
     * reads it reads it anew.
     *
     * @throws SectionException if the gateway cannot work with it; the restore is taken back
     */
    void activated() throws SectionException;
}
