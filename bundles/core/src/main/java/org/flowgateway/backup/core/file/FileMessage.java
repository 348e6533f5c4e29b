package org.flowgateway.backup.core.file;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of file system errors. A summary continues a sentence such as "x cannot be read: ". */
public enum FileMessage implements MessageDefinition {
    NO_PERMISSION(MessageKind.JOB_ERROR, "permission denied", "", "Give the gateway's user the right to it"),
    FILE_MISSING(MessageKind.JOB_ERROR, "it does not exist, or was removed just now", "", "Put it back, and try again"),
    NOT_A_DIRECTORY(MessageKind.JOB_ERROR, "it is not a directory", "", "Put a directory in its place"),
    FILE_EXISTS(MessageKind.JOB_ERROR, "it exists already", "", "Remove it, and try again"),
    DIRECTORY_NOT_EMPTY(
            MessageKind.JOB_ERROR, "the directory is not empty", "", "Check what is written there, and try again"),
    NO_SPACE(MessageKind.JOB_ERROR, "no space is left", "", "Free space there and try again"),
    READ_ONLY(MessageKind.JOB_ERROR, "the file system is read-only", "", "Mount it writable"),
    IN_USE(
            MessageKind.JOB_ERROR,
            "it is in use, or a file system is mounted on it",
            "",
            "Stop what uses it, or unmount that"),
    FAILED(MessageKind.JOB_ERROR, "{reason:text}", "", "Fix this and try again"),
    FAILED_WITHOUT_REASON(
            MessageKind.JOB_ERROR,
            "the file system reports an error",
            "",
            "Check the file system and its disk; the log has the details");

    private final MessageTemplate template;

    FileMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "state";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
