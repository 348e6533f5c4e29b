package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.tree.FoundFile;

/**
 * What goes into a pack next.
 *
 * @param found where it comes from
 * @param entry what it is; only of a file with content is there anything to be read
 * @param changedBefore whether it was read once already, and changed meanwhile
 */
record PlannedMember(FoundFile found, Entry entry, boolean changedBefore) {
}
