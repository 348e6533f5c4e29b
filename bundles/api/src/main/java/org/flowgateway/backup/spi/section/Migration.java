package org.flowgateway.backup.spi.section;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Brings a section's tree from one version of its layout to a later one. Thread-safe. */
@ConsumerType
public interface Migration {

    /** Its name for people, such as "hosts in one file each"; the same at every call. */
    String name();

    /** The layout version it starts from. */
    int from();

    /** The layout version it leads to, more than {@link #from()}. */
    int to();

    /**
     * Changes a restored tree that has not taken effect yet.
     *
     * @param staged a directory with the section's content, in the layout {@link #from()}; in the layout {@link #to()} afterwards
     * @throws SectionException if that tree cannot be brought there; the restore ends, and the gateway stays as it is
     * @throws IOException if a file of it cannot be read or written; so does the restore
     */
    void migrate(Path staged) throws SectionException, IOException;
}
