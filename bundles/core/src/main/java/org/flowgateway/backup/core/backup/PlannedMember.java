package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;

/**
 * Member that goes into a pack next.
 *
 * @param queued the file that it comes from
 * @param entry the file as it will be in the backup; only of a regular file is there more to be read
 * @param metadata access control lists and attributes in the entry; not yet known of most regular files
 */
record PlannedMember(QueuedFile queued, Entry entry, ExtendedMetadataReading metadata) {}
