package org.flowgateway.backup.spi.section;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Migration of a section's tree from one version of its layout to a later one. Thread-safe. */
@ConsumerType
public interface Migration {

    /** Returns the name for people, such as "hosts in one file each"; always the same. */
    String name();

    /** Returns the layout version before the migration. */
    int from();

    /** Returns the layout version after the migration, higher than {@link #from()}. */
    int to();

    /**
     * Changes a restored tree that is not active yet.
     *
     * @param staged a directory with the section's content, in the layout {@link #from()}; in the layout {@link #to()} afterwards
     * @throws SectionException if the tree cannot be migrated; the restore ends, and the gateway stays unchanged
     * @throws IOException if a file of the tree cannot be read or written, with the same effect
     */
    void migrate(Path staged) throws SectionException, IOException;
}
