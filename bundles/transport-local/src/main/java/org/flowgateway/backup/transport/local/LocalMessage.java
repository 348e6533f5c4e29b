package org.flowgateway.backup.transport.local;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/** Catalogue of the local transport's failures. A task is the beginning of a sentence, such as "Storing a/b". */
enum LocalMessage implements TransportMessage {
    OTHER_HOST(FailureKind.INVALID_TARGET, "Only the host localhost is the gateway's own storage", "", "Use localhost"),
    NOT_CONFIGURED(
            FailureKind.INVALID_TARGET,
            "The gateway's own storage has no valid settings",
            "{problem:text}",
            "Until then use another target"),
    PATH_OUTSIDE(
            FailureKind.INVALID_TARGET,
            "The path [{path:path}] is not inside a directory that is meant for local backups",
            "",
            "For localhost leave path out, or name a directory inside {allowed:text}"),
    PATH_RELATIVE(
            FailureKind.INVALID_TARGET,
            "The path [{path:path}] is not absolute",
            "",
            "For localhost leave path out, or name a directory inside {allowed:text}"),
    PATH_INVALID(
            FailureKind.INVALID_TARGET,
            "The path [{path:path}] is invalid on this file system",
            "",
            "For localhost leave path out, or name a directory inside {allowed:text}"),
    PATH_UNRESOLVED(
            FailureKind.INVALID_TARGET,
            "The path [{path:path}] cannot be resolved",
            "{reason:text}",
            "For localhost leave path out, or name a directory inside {allowed:text}"),
    PATH_IS_FILE(
            FailureKind.INVALID_TARGET,
            "[{path:path}] is a file, not a directory",
            "",
            "For localhost leave path out, or name a directory inside {allowed:text}"),
    NO_OBJECT(
            FailureKind.NOT_FOUND,
            "There is no {object:text} in {root:path}",
            "",
            "Find out who removes files there, or use another backup"),
    NO_FILE(
            FailureKind.NOT_FOUND,
            "{task:text} failed",
            "there is no {file:path}",
            "Find out who removes files there, and start again"),
    NAME_TAKEN(
            FailureKind.ALREADY_EXISTS,
            "The name {object:text} is taken by other content in {root:path}",
            "",
            "Remove that, or use another directory"),
    FILE_ABOVE_OBJECT(
            FailureKind.ALREADY_EXISTS, "{file:path} is a file, so nothing can be stored below it", "", "Remove it"),
    FILE_SYSTEM_FULL(
            FailureKind.NO_SPACE,
            "{task:text} failed",
            "the file system of {root:path} is full",
            "Free space or file entries (inodes) there, for example by removing old backups, and start again"),
    QUOTA_EXCEEDED(
            FailureKind.NO_SPACE,
            "{task:text} failed",
            "the disk quota for {root:path} is used up",
            "Raise it or remove old backups, and start again"),
    READ_ONLY(
            FailureKind.DENIED,
            "{task:text} failed",
            "the file system of {root:path} is read-only",
            "Mount it writable, or use another directory"),
    NO_PERMISSION(
            FailureKind.DENIED,
            "{task:text} failed",
            "the gateway has no permission",
            "Let the user that the gateway runs as read and write {file:path}"),
    LINK_IN_PATH(
            FailureKind.DENIED,
            "{task:text} failed",
            "{file:path} is a symbolic link, and links are not followed in a backup directory",
            "Put a directory in its place"),
    FILE_IN_PATH(
            FailureKind.DENIED,
            "{task:text} failed",
            "{file:path} is a file where a directory is needed",
            "Put a directory in its place"),
    NOT_A_FILE(
            FailureKind.DENIED,
            "{task:text} failed",
            "{file:path} is a pipe, a device or a directory in the place of an object",
            "Remove it"),
    DIRECTORY_IS_LINK(
            FailureKind.DENIED,
            "{file:path} is a symbolic link, and links are not followed in a backup directory",
            "",
            "Put a directory in its place"),
    DIRECTORY_IS_FILE(FailureKind.DENIED, "{file:path} is a file, not a directory", "", "Put a directory in its place"),
    DIRECTORY_IS_SPECIAL(FailureKind.DENIED, "{file:path} is a link or a device, not a directory", "", "Remove it"),
    OBJECT_IS_SPECIAL(
            FailureKind.DENIED,
            "{file:path} is a link or a device, which is neither followed nor touched",
            "",
            "Remove it"),
    LENGTH_CHANGED(
            FailureKind.INTEGRITY,
            "{object:text} in {root:path} is damaged",
            "its length changed while it was read",
            "Use another backup, and find out what writes there"),
    OFFSET_TOO_LARGE(
            FailureKind.INTEGRITY,
            "{object:text} in {root:path} is damaged",
            "it has {length:count byte bytes}, fewer than the offset of {offset:count byte bytes} to read from",
            "Use another backup, and find out what writes there"),
    READ_BACK_DIFFERS(
            FailureKind.INTEGRITY, "A test file in {root:path} was read back with other content", "", "Check the disk"),
    CLOSED(FailureKind.CLOSED, "The local storage was closed while it was in use", "", "Start again"),
    ROOT_REPLACED(
            FailureKind.UNKNOWN,
            "{root:path} was renamed, removed or replaced while it was in use",
            "",
            "Find out what does that, and start again"),
    DIRECTORY_REMOVED(
            FailureKind.UNKNOWN,
            "Storing {object:text} failed",
            "its directory below {root:path} was removed again and again while it was written",
            "Find out what does that, and start again"),
    NOT_SYNCED(
            FailureKind.UNKNOWN,
            "{object:text} was stored, but may be lost in a power failure",
            "{reason:text}",
            "Check the disk, and start again"),
    FAILED(
            FailureKind.UNKNOWN,
            "{task:text} in {root:path} failed",
            "{reason:text}",
            "Check the disk and its file system; the gateway's log has the details");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    LocalMessage(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
    }

    @Override
    public String catalogue() {
        return "local";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
