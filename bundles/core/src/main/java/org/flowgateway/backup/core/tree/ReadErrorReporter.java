package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.core.job.JobFailedException;

/** Takes what of a section cannot be read, and decides whether the job continues without it. */
@FunctionalInterface
public interface ReadErrorReporter {

    /**
     * Reports something that cannot be read.
     *
     * @param path below the section's root, with {@code /}; "" for the root
     * @throws JobFailedException if the job must not continue
     */
    void report(SectionTree tree, String path, ReadError error) throws JobFailedException;
}
