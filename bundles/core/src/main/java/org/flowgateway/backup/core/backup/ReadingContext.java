package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.EntryFactory;
import org.flowgateway.backup.core.tree.MetadataReader;

/**
 * What finding and reading the members of one backup share.
 *
 * @param run job, for its progress and messages
 * @param queue files to plan, in their order
 * @param freezer holds a section until its last file was read
 * @param unreadable decides what a file that cannot be read means
 * @param links first names of files with several names
 * @param entries makes the entries
 * @param metadata reads access control lists and extended attributes
 */
record ReadingContext(
        JobRun run,
        FileQueue queue,
        SectionFreezer freezer,
        UnreadablePolicy unreadable,
        HardLinkNames links,
        EntryFactory entries,
        MetadataReader metadata) {}
