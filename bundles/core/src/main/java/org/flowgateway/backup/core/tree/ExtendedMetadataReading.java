package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.archive.ExtendedMetadata;

/**
 * Access control lists and extended attributes of a file, as far as they can be kept.
 *
 * @param extended what is kept
 * @param lost why something is missing, for people; "" if nothing is
 * @param masked whether the access control list may be missing: the group bits of the mode are its mask then, and say nothing of the group
 */
public record ExtendedMetadataReading(ExtendedMetadata extended, String lost, boolean masked) {

    /** What most files have: nothing. */
    public static final ExtendedMetadataReading NONE = new ExtendedMetadataReading(ExtendedMetadata.NONE, "", false);

    private static final int GROUP_BITS = 070;

    /** Tells whether all that the file has is kept. */
    public boolean isComplete() {
        return lost.isEmpty();
    }

    /** The mode to keep: without the list, what was its mask would give the group more access than it had. */
    int mode(int permissions) {
        return masked ? permissions & ~GROUP_BITS : permissions;
    }
}
