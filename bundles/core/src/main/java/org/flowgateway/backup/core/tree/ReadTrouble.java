package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/** Is told what a walk through a tree cannot read, and decides whether the walk may go on without it. */
@FunctionalInterface
public interface ReadTrouble {

    /**
     * Something cannot be read.
     *
     * @param section it belongs to
     * @param shown what people call it
     * @param why without a full stop
     * @throws JobFailedException if the walk may not go on
     */
    void report(SectionDescriptor section, String shown, String why) throws JobFailedException;
}
