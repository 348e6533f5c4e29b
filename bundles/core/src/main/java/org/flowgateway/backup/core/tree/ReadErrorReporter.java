package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.core.job.JobFailedException;

/** Receiver of read errors, which decides whether the job continues without the file. */
@FunctionalInterface
public interface ReadErrorReporter {

    /**
     * Reports a file that cannot be read.
     *
     * @param path below the section's root, with {@code /}; "" for the root
     * @throws JobFailedException if the job must not continue
     */
    void report(SectionTree tree, String path, ReadError error) throws JobFailedException;
}
