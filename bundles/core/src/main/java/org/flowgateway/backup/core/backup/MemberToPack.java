package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;

/**
 * Member that goes into a pack next.
 *
 * @param queued the file that it comes from
 * @param entry the file's entry; only a regular file has content to be read
 * @param metadata access control lists and attributes in the entry; of most regular files not known yet
 */
record MemberToPack(QueuedFile queued, Entry entry, ExtendedMetadataReading metadata) {}
