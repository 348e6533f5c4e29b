package org.flowgateway.backup.core.backup;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of messages of backups. */
enum BackupMessage implements MessageDefinition {
    NO_SECTION_EXISTS(
            MessageKind.JOB_ERROR,
            "There is nothing to back up",
            "none of the gateway's sections exists",
            "Check GATEWAY_ROOT"),
    NO_SECTION_READABLE(
            MessageKind.JOB_ERROR,
            "There is nothing to back up",
            "none of the gateway's sections can be read",
            "Let the gateway's user read them"),
    SECTION_MISSING(
            MessageKind.JOB_ERROR,
            "Section {section:text} ({title:text}) does not exist, but is required",
            "{root:path}: {reason:text}",
            "Check GATEWAY_ROOT"),
    SECTION_UNREADABLE(
            MessageKind.JOB_ERROR,
            "Section {section:text} ({title:text}) cannot be read, but is required",
            "{root:path}: {reason:text}",
            "{remedy:text}"),
    SECTION_VANISHED(
            MessageKind.JOB_ERROR,
            "Section {section:text} ({title:text}) does not exist, but was in an earlier backup",
            "{root:path}: {reason:text}",
            "Mount it, or check GATEWAY_ROOT. If it is gone for good, set required = false in etc/{file:text}"),
    SECTION_NEVER_SEEN(
            MessageKind.NOTE,
            "This backup is without section {section:text} ({title:text}), which does not exist",
            "{root:path}: {reason:text}",
            ""),
    SECTION_OMITTED(
            MessageKind.WARNING,
            "This backup is without section {section:text} ({title:text}), which was in an earlier backup",
            "{root:path}: {reason:text}",
            "Mount it, or check GATEWAY_ROOT"),
    UNREADABLE_SECTION_OMITTED(
            MessageKind.WARNING,
            "This backup is without section {section:text} ({title:text}), which cannot be read",
            "{root:path}: {reason:text}",
            "{remedy:text}"),
    KNOWN_SECTIONS_UNREADABLE(
            MessageKind.JOB_ERROR,
            "The list of sections that were backed up before (sections.seen in the state directory)"
                    + " cannot be read",
            "{reason:text}",
            "{remedy:text}"),
    MOUNTS_WITHIN_SECTIONS(
            MessageKind.WARNING,
            "File systems are mounted within sections, on {mounts:text}",
            "what is on them is in this backup, but a restore of these sections is refused",
            "Unmount them before a restore, or make them sections of their own"),
    SECTION_NOT_FROZEN(
            MessageKind.JOB_ERROR,
            "Section {section:text} ({title:text}) cannot be frozen, so there is no backup",
            "{reason:text}",
            "Fix that part of the gateway, and start again"),
    SECTION_NOT_THAWED(
            MessageKind.WARNING,
            "Section {section:text} ({title:text}) may still be frozen, since it cannot be thawed",
            "{reason:text}",
            "Check that part of the gateway; it is thawed again at the next start"),
    FILES_UNREADABLE(
            MessageKind.JOB_ERROR,
            "There is no backup, since nothing of section {section:text} may be missing and {files:text}"
                    + " cannot be backed up",
            "{reason:text}",
            "{remedy:text}"),
    FILES_UNREADABLE_FOR_REASONS(
            MessageKind.JOB_ERROR,
            "There is no backup, since nothing of section {section:text} may be missing and {files:count"
                    + " file files} of it cannot be backed up",
            "{problems:text}",
            "Fix each of these, and start again"),
    FILE_READ_STOPPED(
            MessageKind.JOB_ERROR, "{file:path} was not read to its end", "the job was stopped", "Start it again"),
    NO_PERMISSION(MessageKind.WARNING, "permission denied", "", "Give the gateway's user {user:text} the right to it"),
    FILE_CHANGING(MessageKind.WARNING, "it keeps changing", "", "Stop the process that writes to it, or try again"),
    FILE_TOO_LARGE(
            MessageKind.WARNING,
            "its {size:number} MiB are more than a backup of {packs:number} packs can hold",
            "",
            "Make packs larger (GATEWAY_PACK_MIB), or move it out of the section"),
    FILE_OMITTED(MessageKind.WARNING, "{file:path} is not in this backup", "{reason:text}", "{remedy:text}"),
    NEW_FILES_OMITTED(
            MessageKind.WARNING,
            "What came into {directory:path} during this backup is not in it",
            "{reason:text}",
            "{remedy:text}"),
    SPECIAL_FILE_OMITTED(
            MessageKind.WARNING,
            "{file:path} is a socket, a pipe or a device; it is not in this backup",
            "",
            "After a restore, restart what uses it"),
    METADATA_OMITTED(
            MessageKind.WARNING,
            "Attributes or access control lists of {file:path} are not in this backup",
            "{reason:text}",
            "{remedy:text}"),
    GROUP_PERMISSIONS_OMITTED(
            MessageKind.WARNING,
            "Attributes or access control lists of {file:path} are not in this backup, nor are its"
                    + " group's permissions, since they may be those of the list",
            "{reason:text}",
            "{remedy:text}"),
    TOO_MANY_OMISSIONS(
            MessageKind.JOB_ERROR,
            "There is no backup",
            "more than {limit:number} files cannot be backed up, among them {file:path}",
            "Move them out of the sections"),
    NAMES_CHANGING(
            MessageKind.WARNING,
            "Files in {directory:path} came and went all the time; one that was renamed meanwhile may be"
                    + " missing in this backup",
            "",
            "Back up again at a quieter time"),
    FILE_GREW(
            MessageKind.NOTE,
            "{file:path} grew while it was read; it is in this backup as long as it was at first",
            "",
            ""),
    FILE_INCONSISTENT(
            MessageKind.WARNING,
            "{file:path} changed while it was read, twice; it is in this backup as it was read, perhaps"
                    + " inconsistent",
            "",
            "Back up again at a quieter time"),
    SPLIT_FILE_UNREADABLE(
            MessageKind.JOB_ERROR, "{file:path} cannot be read to its end", "{reason:text}", "{remedy:text}"),
    SPLIT_FILE_ACCESS_CHANGED(
            MessageKind.JOB_ERROR,
            "{file:path} cannot be backed up",
            "its owner or mode changed while it was read",
            "Try again"),
    TOO_MANY_PACKS(
            MessageKind.JOB_ERROR,
            "The sections do not fit into a backup",
            "it has at most {packs:number} packs",
            "Make packs larger (GATEWAY_PACK_MIB), or back up less"),
    LIMIT_EXCEEDED(
            MessageKind.JOB_ERROR,
            "The backup was not completed, since it could not be restored",
            "{reason:text}",
            "Reduce what the sections hold"),
    NOT_RESTORABLE(
            MessageKind.JOB_ERROR,
            "The backup was not completed, since it could not be restored",
            "{reason:text}",
            "Report it, with the log"),
    OBJECT_LOST(
            MessageKind.JOB_ERROR,
            "{target:text} does not hold what was sent",
            "{difference:text}",
            "Check the storage there"),
    MANIFEST_DIFFERS(
            MessageKind.JOB_ERROR,
            "The manifest read back from {target:text} differs from the one written",
            "",
            "Check the storage there"),
    CLOCK_BEHIND(
            MessageKind.WARNING,
            "The clock of this gateway is behind",
            "it says {now:time}, but {backup:text} was taken later",
            "Set the clock; until then a restore takes that one for the newest");

    private final MessageTemplate template;

    BackupMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "backup";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
