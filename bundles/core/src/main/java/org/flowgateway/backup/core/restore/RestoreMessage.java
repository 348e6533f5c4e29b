package org.flowgateway.backup.core.restore;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the failures, warnings and notes of a restore after its checks. */
enum RestoreMessage implements MessageDefinition {
    UNFINISHED(
            MessageKind.JOB_ERROR,
            "An earlier restore has been neither completed nor rolled back",
            "{reason:text}",
            "Fix this first: restart the gateway, which rolls it back, or see its log for what prevents that"),
    STATE_NOT_FINAL(
            MessageKind.JOB_ERROR,
            "An earlier restore has been neither completed nor rolled back",
            "the gateway's state is not final",
            "Fix this first: restart the gateway, which rolls it back, or see its log for what prevents that"),
    JOURNAL_EXISTS(
            MessageKind.JOB_ERROR,
            "The restore journal {file:path} is that of another restore",
            "that restore is neither complete nor rolled back",
            "Restart the gateway, which finishes it"),
    JOURNAL_GONE(
            MessageKind.JOB_ERROR,
            "The restore journal {file:path} is gone",
            "another gateway has finished this restore",
            "Give each gateway a state directory of its own"),
    JOURNAL_REPLACED(
            MessageKind.JOB_ERROR,
            "The restore journal {file:path} is that of another restore, {job:text}",
            "another gateway uses this state directory",
            "Give each gateway a state directory of its own"),
    JOURNAL_LATER(
            MessageKind.JOB_ERROR,
            "The restore journal {file:path} cannot be understood",
            "a later version of the gateway wrote it, in version [{version:number}] of its format",
            "Start that version of the gateway, which finishes the restore"),
    JOURNAL_INVALID(
            MessageKind.JOB_ERROR,
            "The restore journal {file:path} cannot be understood",
            "{reason:text}",
            "Put the journal back as the gateway wrote it; without it, the gateway cannot finish the restore"),

    STAGING_NOT_CREATED(
            MessageKind.JOB_ERROR,
            "Nothing can be staged beside the gateway's tree",
            "{reason:text}",
            "Fix this, then restore"),
    STAGING_FAILED(
            MessageKind.JOB_ERROR,
            "The restored state cannot be staged beside the gateway's tree",
            "{reason:text}",
            "Fix this, then restore"),
    SYNC_TIMED_OUT(
            MessageKind.JOB_ERROR,
            "the disk did not write the staged files within {limit:duration}",
            "",
            "Check the disk"),
    PACK_MEMBERS_DIFFER(
            MessageKind.JOB_ERROR,
            "{object:text} does not hold what the index says",
            "",
            "Check who can write to the target"),
    PACK_CONTENT_DIFFERS(
            MessageKind.JOB_ERROR,
            "{object:text} holds other content than the index says",
            "",
            "Check who can write to the target"),
    UNSELECTED_FILE_CHANGES(
            MessageKind.JOB_ERROR,
            "{file:path} cannot be read",
            "it keeps changing. Nothing was changed",
            "Stop the process that writes to it"),
    UNSELECTED_ATTRIBUTES_UNREADABLE(
            MessageKind.JOB_ERROR,
            "{file:path} cannot be read",
            "its attributes or access control lists cannot be kept: {attributes:text}. Nothing was changed",
            "Fix this, or restore the whole section"),
    MIGRATION_FAILED(
            MessageKind.JOB_ERROR,
            "The restored {section:text} cannot be migrated to this gateway's layout",
            "{reason:text}. Nothing was changed",
            "Fix this, or restore another backup"),
    STATE_REJECTED(
            MessageKind.JOB_ERROR,
            "The restored {section:text} was rejected",
            "{reason:text}. Nothing was changed",
            "Fix this, or restore another backup"),

    NOT_DEACTIVATED(
            MessageKind.JOB_ERROR,
            "The gateway could not stop using its current {section:text}",
            "{reason:text}. It keeps its current state",
            "Fix this, then restore"),
    NO_PLACE_FOR_OMITTED_FILE(
            MessageKind.JOB_ERROR,
            "{file:path}, which the backup does not hold, has no place in the restored state",
            "",
            "Move it away, or restore with drop_omitted to remove it"),
    SWAP_FAILED(
            MessageKind.JOB_ERROR,
            "The restored state cannot be put in place",
            "{reason:text}. The gateway was rolled back to its previous state",
            "Fix this, then restore"),
    DIRECTORY_REPLACED(
            MessageKind.JOB_ERROR,
            "{file:path} was replaced by another user, who has write permission on {directory:path}",
            "",
            "Find that user, or revoke the permission"),
    ROOT_GONE(MessageKind.JOB_ERROR, "{root:path} does not exist", "", "If its file system is not mounted, mount it"),
    NOT_MOUNTED(
            MessageKind.JOB_ERROR,
            "no file system is mounted on {root:path}, as there was when it was restored",
            "",
            "Mount it"),
    PREVIOUS_STATE_GONE(
            MessageKind.JOB_ERROR,
            "the previous state is neither in {root:path} nor in {kept:path}",
            "",
            "If their file system is not mounted, mount it"),
    DIRECTORY_CHANGES(
            MessageKind.JOB_ERROR, "{directory:path} keeps changing", "", "Stop the process that creates files there"),
    NOT_ACTIVATED(
            MessageKind.JOB_ERROR,
            "The gateway cannot work with the restored {section:text}",
            "{reason:text}. It was rolled back to its previous state",
            "Fix this, or restore another backup"),
    ROLLBACK_FAILED(
            MessageKind.JOB_ERROR,
            "The restore failed, and so did its rollback",
            "{reason:text}",
            "Fix this and restart the gateway, which first of all rolls the restore back. The restore failed because:"
                    + " {failure:text}"),
    INTERNAL_ERROR(MessageKind.JOB_ERROR, "an internal error", "", "The gateway's log has the details"),

    AWAITS_CONFIRMATION(
            MessageKind.NOTE,
            "The restored state is active but not confirmed. It is rolled back at {deadline:time} unless confirmed",
            "",
            "Check that the gateway works, then confirm it with POST"
                    + " /api/mgmt.gateway_backup/1.1/jobs/{job:text}/confirm or gateway-backup:confirm {job} in the"
                    + " gateway's shell"),
    NOT_CONFIRMED(
            MessageKind.JOB_ERROR,
            "The gateway was rolled back to its previous state",
            "nobody confirmed the restored state until {deadline:time}",
            "Restore again, and confirm in time"),
    CONFIRMATION_REFUSED(
            MessageKind.JOB_ERROR,
            "The gateway was rolled back to its previous state",
            "",
            "If that was not intended, restore again and confirm"),

    OWNERS_NOT_SET(
            MessageKind.WARNING,
            "The owner of {count:count file files} could not be set",
            "the gateway does not run as root, so its user is the owner",
            "Set the owner with chown, or run the gateway as root and restore again"),
    SET_IDS_NOT_RESTORED(
            MessageKind.WARNING,
            "The set-user-id and set-group-id bits or the capabilities of {count:count file files} were not restored",
            "the section does not allow them, or the owner could not be set",
            "To restore them, set allow-set-id of the section to true and restore again"),
    ATTRIBUTES_NOT_SET(
            MessageKind.WARNING,
            "Access control lists or extended attributes of {count:count file files} could not be set",
            "their file system does not support them, or the gateway's user has no permission: {files:text}. Nobody has"
                    + " more access to them than before",
            "Restore to a file system that supports them, or run the gateway as root and restore again"),
    RESTORED_STATE_STILL_USED(
            MessageKind.WARNING,
            "{section:text} did not stop using its restored state before the rollback",
            "{reason:text}",
            "Check that it works with its previous state; otherwise restart the gateway"),
    PREVIOUS_STATE_NOT_ACTIVATED(
            MessageKind.WARNING,
            "{section:text} does not work with its previous state, which is back in place",
            "{reason:text}",
            "Fix this; the gateway's log has the details"),
    PREVIOUS_STATE_NOT_DELETED(
            MessageKind.WARNING,
            "The previous state could not be deleted and is left in {directories:text}",
            "{reason:text}",
            "Fix this; the next restore deletes it, and each start of the gateway tries to"),
    CLEANUP_FAILED(
            MessageKind.WARNING,
            "The restore is complete, but a step after it failed",
            "{reason:text}",
            "Check the restored directories"),
    ROOT_ATTRIBUTES_NOT_SET(
            MessageKind.WARNING,
            "the mode and time of {root:path} could not be set",
            "{reason:text}",
            "Set them by hand, or restore again");

    private final MessageTemplate template;

    RestoreMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "restore";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
