package org.flowgateway.backup.core.tree;

import java.util.Optional;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.ExtendedMetadata;

/**
 * Access control lists and extended attributes of a file, as far as a backup can hold them.
 *
 * @param extended the metadata that was read
 * @param loss reason why some are missing; empty if none is
 * @param masked whether the access control list may be missing: then the group bits of the mode are its mask, not the group's permissions
 */
public record ExtendedMetadataReading(ExtendedMetadata extended, Optional<Message> loss, boolean masked) {

    /** Metadata of most files: none. */
    public static final ExtendedMetadataReading NONE =
            new ExtendedMetadataReading(ExtendedMetadata.NONE, Optional.empty(), false);

    private static final int GROUP_BITS = 070;

    /** Tells whether no metadata is missing. */
    public boolean isComplete() {
        return loss.isEmpty();
    }

    /** Returns the reason why some are missing, with the remedy; "" if none is. */
    public String lost() {
        return loss.map(Message::text).orElse("");
    }

    /** Returns the mode for the backup. Without the list, its mask would give the group more access than it had. */
    int mode(int permissions) {
        return masked ? permissions & ~GROUP_BITS : permissions;
    }
}
