package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.tree.FileReplacedException;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * Reason why a file of a section cannot be read.
 *
 * @param reason recorded as the omission's reason; empty if the file itself is in the backup
 * @param why the rest of the sentence "… cannot be read: ", without a full stop
 * @param failure of the file system; empty if it did not fail
 */
public record ReadError(Optional<Omission.Reason> reason, String why, Optional<IOException> failure) {

    /** Name that the format cannot hold. */
    public static final ReadError NAME_NOT_UTF8 =
            of(Omission.Reason.NAME_NOT_UTF8, "its name is not UTF-8 text: rename it");
    /** Link whose target the format cannot hold. */
    public static final ReadError LINK_NOT_UTF8 =
            of(Omission.Reason.LINK_NOT_UTF8, "it points to a name that is not UTF-8 text: rename that");

    private static final String REPLACED =
            "it, or a directory above it, was replaced by something else each time that it was looked at; try again";

    /** Describes a failure of the file system. */
    public static ReadError of(IOException failure) {
        if (failure instanceof SymbolicLinkException
                || failure instanceof NotDirectoryException
                || failure instanceof FileReplacedException) {
            return new ReadError(Optional.of(Omission.Reason.CHANGING), REPLACED, Optional.of(failure));
        }
        return new ReadError(
                Optional.of(Omission.Reason.UNREADABLE), IoMessages.explain(failure), Optional.of(failure));
    }

    /** Describes a file that can be read, and not stored. */
    public static ReadError of(Omission.Reason reason, String why) {
        return new ReadError(Optional.of(reason), why, Optional.empty());
    }

    /** Describes a directory that is in the backup already, and cannot be listed again for its newest names. */
    public static ReadError ofNewNames(IOException failure) {
        return new ReadError(
                Optional.empty(),
                "its names changed, and it cannot be listed again: " + IoMessages.explain(failure),
                Optional.of(failure));
    }

    /** Tells whether the gateway's user lacks a permission. */
    public boolean isDenied() {
        return failure.filter(AccessDeniedException.class::isInstance).isPresent();
    }

    /** Tells whether this process closed the file because the job ends: then the file is fine. */
    public boolean isStop() {
        return failure.filter(ClosedChannelException.class::isInstance).isPresent();
    }
}
