package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.tree.FileReplacedException;
import org.flowgateway.backup.tree.SymbolicLinkException;

/**
 * Reason why a file of a section cannot be read.
 *
 * @param reason recorded as the omission's reason; empty if the file itself is in the backup
 * @param problem its summary is the rest of the sentence "… cannot be read: "
 * @param failure of the file system; empty if it did not fail
 */
public record ReadError(Optional<Omission.Reason> reason, Message problem, Optional<IOException> failure) {

    /** Name that the format cannot hold. */
    public static final ReadError NAME_NOT_UTF8 =
            of(Omission.Reason.NAME_NOT_UTF8, ReadErrorMessage.NAME_NOT_UTF8.with());
    /** Link whose target the format cannot hold. */
    public static final ReadError LINK_NOT_UTF8 =
            of(Omission.Reason.LINK_NOT_UTF8, ReadErrorMessage.LINK_NOT_UTF8.with());

    /** Describes a failure of the file system. */
    public static ReadError of(IOException failure) {
        if (failure instanceof SymbolicLinkException
                || failure instanceof NotDirectoryException
                || failure instanceof FileReplacedException) {
            return new ReadError(
                    Optional.of(Omission.Reason.CHANGING), ReadErrorMessage.REPLACED.with(), Optional.of(failure));
        }
        return new ReadError(
                Optional.of(Omission.Reason.UNREADABLE), FileFailures.describe(failure), Optional.of(failure));
    }

    /** Describes a file that can be read, and not stored. */
    public static ReadError of(Omission.Reason reason, Message problem) {
        return new ReadError(Optional.of(reason), problem, Optional.empty());
    }

    /** Describes a directory that is in the backup already, and cannot be listed again for its newest names. */
    public static ReadError ofNewNames(IOException failure) {
        Message reason = FileFailures.describe(failure);
        return new ReadError(
                Optional.empty(),
                ReadErrorMessage.NEW_NAMES_UNREADABLE.with(reason.summary(), reason.action()),
                Optional.of(failure));
    }

    /** Returns the rest of the sentence "… cannot be read: " with the remedy, without a full stop. */
    public String why() {
        return problem.text();
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
