package org.flowgateway.backup.core.catalogue;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages about the backups on a target, and about what interrupted ones left there. */
enum StoredBackupMessage implements MessageDefinition {
    BACKUP_RENAMED(MessageKind.JOB_ERROR, "{target:text} has been renamed", "", "Give the directory its original name"),
    NO_BACKUP(
            MessageKind.JOB_ERROR,
            "There is no complete backup in {target:text}",
            "",
            "Check the path, or take a backup first"),
    MANIFEST_TOO_LONG(
            MessageKind.JOB_ERROR,
            "The manifest of {backup:text} is damaged",
            "length {length:number} exceeds the limit of {limit:number} bytes",
            "To restore another backup, name its own directory in path"),
    MANIFEST_UNUSABLE(
            MessageKind.JOB_ERROR,
            "The manifest of {backup:text} cannot be used",
            "{reason:text}",
            "To restore another backup, name its own directory in path"),
    OBJECT_MISSING(MessageKind.JOB_ERROR, "{object:text} is missing", "", "Use another backup, and check the storage"),
    OBJECT_LENGTH_DIFFERS(
            MessageKind.JOB_ERROR,
            "{object:text} has length [{length:number}] instead of [{expected:number}]",
            "",
            "Use another backup, and check the storage"),
    OBJECT_IGNORED(
            MessageKind.WARNING,
            "{object:text} in {backup:text} does not belong to the backup, ignored",
            "",
            "Find out who writes there"),
    DIRECTORIES_IGNORED(
            MessageKind.WARNING, "Not a complete backup, ignored", "{names:text}", "Remove what nobody needs"),
    UNFINISHED_LEFT(
            MessageKind.NOTE,
            "The unfinished directory {directory:text} is left on the target; the next job there removes" + " it",
            "",
            ""),
    UNFINISHED_REMOVED(
            MessageKind.NOTE, "The unfinished directory {directory:text} is removed from the target", "", ""),
    UNFINISHED_GONE(MessageKind.NOTE, "The unfinished directory {directory:text} is no longer on the target", "", ""),
    OTHER_OBJECTS_KEPT(
            MessageKind.NOTE,
            "What is in {directory:text} on the target is not of this gateway's unfinished backup, so it"
                    + " is left alone",
            "{names:text}",
            "Remove it by hand if nobody needs it"),
    BACKUP_INTERRUPTED(
            MessageKind.JOB_ERROR,
            "The gateway stopped while this backup was running",
            "what it left on the target is removed by the next job there",
            "Start it again"),
    BACKUP_INTERRUPTED_REMOVED(
            MessageKind.JOB_ERROR,
            "The gateway stopped while this backup was running",
            "what it left on the target is removed",
            "Start it again"),
    BACKUP_INTERRUPTED_NOTHING_LEFT(
            MessageKind.JOB_ERROR,
            "The gateway stopped while this backup was running",
            "it left nothing on the target",
            "Start it again"),
    BACKUP_COMPLETE(MessageKind.NOTE, "The gateway stopped just after the backup was complete", "", "");

    private final MessageTemplate template;

    StoredBackupMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "target";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
