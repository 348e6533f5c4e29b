package org.flowgateway.backup.core.prepare;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the findings of the checks before a restore, and of what ends a restore or a plan during them. */
enum CheckMessage implements MessageDefinition {
    COMPLETE(MessageKind.CHECK, "{backup:text} is complete, and the target holds all of it", "", ""),
    OBJECTS_DIFFER(
            MessageKind.CHECK,
            "{backup:text} cannot be restored",
            "it is damaged, {difference:text}. Nothing was changed",
            "To restore another backup, name its own directory in path"),
    DAMAGED(
            MessageKind.CHECK,
            "{backup:text} cannot be restored",
            "{reason:text}. Nothing was changed",
            "To restore another backup, name its own directory in path"),
    FORMAT_UNSUPPORTED(
            MessageKind.CHECK,
            "{backup:text} cannot be restored by this version of the gateway",
            "{reason:text}. Nothing was changed",
            "Upgrade the gateway; to restore another backup, name its own directory in path"),

    PASSWORD_MATCHES(MessageKind.CHECK, "security_pwd matches the password of {backup:text}", "", ""),
    PASSWORD_DIFFERS(
            MessageKind.CHECK,
            "security_pwd does not match the password of {backup:text}. Nothing was changed",
            "",
            "Set it to the password that this backup was made with; to restore another backup, name its own directory"
                    + " in path"),

    SAME_PRODUCT(MessageKind.CHECK, "{backup:text} was made by this product", "", ""),
    OTHER_PRODUCT(
            MessageKind.CHECK,
            "{backup:text} cannot be restored here",
            "it was made by another product, {product:text}. Nothing was changed",
            "To restore another backup, name its own directory in path"),
    VERSION_SUPPORTED(
            MessageKind.CHECK,
            "{backup:text} was made by version {version:text}, and this gateway has {gateway:text}",
            "",
            ""),
    VERSION_LATER(
            MessageKind.CHECK,
            "{backup:text} was made by version {version:text}, later than {gateway:text} of this gateway. Nothing was"
                    + " changed",
            "",
            "Install that version or a later one, then restore"),
    VERSION_NOT_COMPARABLE(
            MessageKind.CHECK,
            "{backup:text} was made by version {version:text}, which cannot be compared with {gateway:text} of this"
                    + " gateway",
            "",
            "Make sure that it is not a later one"),
    SAME_HOST(MessageKind.CHECK, "{backup:text} was taken by this gateway", "", ""),
    OTHER_HOST(
            MessageKind.CHECK,
            "{backup:text} was taken by the gateway {host:text}, and this one is {gateway:text}",
            "",
            "If that is not intended, restore a backup of this gateway"),

    SECTIONS_SELECTED(MessageKind.CHECK, "Sections to restore: {sections:text}", "", ""),
    NOTHING_SELECTED(
            MessageKind.CHECK,
            "The backup holds nothing that is to be restored on this gateway. Nothing was changed",
            "",
            "Restore another backup, or more of this one"),
    SECTION_NOT_INSTALLED(
            MessageKind.CHECK,
            "The backup holds {section:text} ({title:text}), which this gateway does not have",
            "",
            "To restore it, create {file:path} with id = {section} and root = {root:path}, or install the part that"
                    + " provides it; to restore the others only, name them in sections"),
    SECTION_WITHOUT_ROOT_NOT_INSTALLED(
            MessageKind.CHECK,
            "The backup holds {section:text} ({title:text}), which this gateway does not have",
            "",
            "To restore it, create {file:path} with id = {section} and its root, or install the part that provides it;"
                    + " to restore the others only, name them in sections"),
    SECTION_SKIPPED(
            MessageKind.CHECK,
            "{section:text} ({title:text}) is not restored",
            "this gateway does not have it",
            "To restore it, create {file:path} with id = {section} and root = {root:path}"),
    SECTION_WITHOUT_ROOT_SKIPPED(
            MessageKind.CHECK,
            "{section:text} ({title:text}) is not restored",
            "this gateway does not have it",
            "To restore it, create {file:path} with id = {section} and its root"),
    SECTION_KEPT(
            MessageKind.CHECK,
            "{section:text} ({title:text}) keeps its current state",
            "it did not exist when the backup was made",
            "If it should be restored, restore another backup"),
    REQUIRED_SECTION_MISSING(
            MessageKind.CHECK,
            "The backup does not hold {section:text} ({title:text}), which this gateway requires",
            "",
            "Restore another backup"),
    LISTED_SECTION_MISSING(
            MessageKind.CHECK,
            "The backup does not hold {section:text} ({title:text}), which is to be restored",
            "",
            "Restore another backup, or leave it out"),
    SECTION_UNKNOWN(
            MessageKind.CHECK,
            "There is no section {section:text}, neither in the backup nor on this gateway",
            "",
            "Check its spelling; otherwise restore another backup, or leave it out"),

    LAYOUTS_SUPPORTED(MessageKind.CHECK, "This gateway supports the format, and the layout of every section", "", ""),
    LAYOUT_LATER(
            MessageKind.CHECK,
            "The backup's {section:text} has layout version [{version:number}], but this gateway supports at most"
                    + " [{gateway:number}]",
            "",
            "Upgrade the gateway, then restore"),
    LAYOUTS_NOT_MIXABLE(
            MessageKind.CHECK,
            "The backup's {section:text} has layout version [{version:number}], and this gateway's has"
                    + " [{gateway:number}]. The two cannot be mixed",
            "",
            "Restore the whole section"),
    NO_MIGRATION(
            MessageKind.CHECK,
            "The backup's {section:text} has layout version [{version:number}], and no migration leads from it to this"
                    + " gateway's [{gateway:number}]",
            "",
            "Restore it on a gateway of the version that made it, upgrade that, and back it up again"),
    LAYOUT_MIGRATED(
            MessageKind.CHECK,
            "The backup's {section:text} has layout version [{version:number}] and is migrated to [{gateway:number}]",
            "{migrations:text}. A plan compares it without these migrations",
            ""),
    MIGRATION_FAILED(
            MessageKind.JOB_ERROR,
            "the migration {migration:text} failed with an internal error",
            "",
            "The gateway's log has the details"),

    PATHS_HELD(MessageKind.CHECK, "The backup holds all selected paths", "", ""),
    PATH_MISSING(MessageKind.CHECK, "The backup does not hold {path:text}", "", "Check its spelling, or leave it out"),
    ROOT_NOT_DIRECTORY(
            MessageKind.CHECK,
            "{path:text} cannot be restored alone",
            "{root:path} is not a directory",
            "Restore the whole section"),
    PARENT_NOT_DIRECTORY(
            MessageKind.CHECK,
            "{path:text} cannot be restored alone",
            "{file:path} is not a directory",
            "Restore {parent:text}"),
    SPECIAL_FILE_NOT_KEPT(
            MessageKind.CHECK,
            "{file:text} is not kept when a part of its section is restored",
            "it is a socket, a pipe or a device",
            "Create it again after the restore, or restore the whole section"),

    WRITABLE(MessageKind.CHECK, "The restored state of every section can be put in place", "", ""),
    ROOT_NOT_USABLE(MessageKind.CHECK, "Cannot restore to {root:path}", "{reason:text}", "Fix this, then restore"),
    NO_WRITE_PERMISSION(
            MessageKind.CHECK,
            "Cannot restore to {root:path}",
            "the gateway's user has no write permission on {parent:path}",
            "Grant it"),
    MOUNT_OF_OTHER_USER(
            MessageKind.CHECK,
            "Cannot restore to {root:path}",
            "a file system is mounted on it, and it belongs to another user",
            "Make the gateway's user its owner"),
    MOUNT_BELOW(
            MessageKind.CHECK,
            "Cannot restore to {root:path}",
            "a file system is mounted below it, whose content would be removed with the previous state",
            "Unmount it for the restore, or make it a section of its own"),
    IMMUTABLE_FILES(
            MessageKind.CHECK,
            "Cannot restore to {root:path}",
            "it holds {count:count file files} with the attribute immutable or append-only: {files:text}",
            "Clear these attributes with chattr -i -a, then restore"),
    WRITABLE_BY_OTHERS(
            MessageKind.CHECK,
            "Other users than root and the gateway's can replace the gateway's tree",
            "they have write permission on {directories:text} above the restored sections",
            "Make root or the gateway's user the owner of these directories, and revoke write permission from all"
                    + " others"),

    LINKS_ALLOWED(MessageKind.CHECK, "No symbolic link leads out of a section that does not allow it", "", ""),
    LINK_LEADS_OUT(
            MessageKind.CHECK,
            "{backup:text} cannot be restored",
            "{link:text} is a symbolic link that leads out of its section, to {target:text}, which section"
                    + " {section:text} does not allow. Nothing was changed",
            "If you trust the maker of the backup, set allow-links-out of that section to true; to restore another"
                    + " backup, name its own directory in path"),

    NOTHING_OMITTED(MessageKind.CHECK, "The backup omits nothing of what is restored", "", ""),
    FILES_OMITTED(
            MessageKind.CHECK,
            "The backup does not hold {count:count file files} that could not be backed up",
            "{files:text}. Those that still exist are kept",
            ""),
    SOCKETS_REMOVED(
            MessageKind.CHECK,
            "Sockets and pipes are removed",
            "the backup does not have their directories: {files:text}",
            "Restart the processes that use them"),
    OMITTED_FILES_REMOVED(
            MessageKind.CHECK,
            "Files that could not be backed up are removed",
            "they cannot be kept, since the restored state does not have their directories, or they are more than"
                    + " {limit:number}: {files:text}",
            ""),
    OMITTED_FILES_NOT_KEPT(
            MessageKind.CHECK,
            "Files that could not be backed up cannot be kept",
            "the restored state does not have their directories, or they are more than {limit:number}: {files:text}",
            "Move them away, or restore with drop_omitted to remove them"),

    OWNERS_EQUAL(MessageKind.CHECK, "All owners have an account of the same name and number here", "", ""),
    OWNERS_RENUMBERED(MessageKind.CHECK, "Owners that have another number here keep their name", "{accounts:text}", ""),
    OWNERS_MISSING(
            MessageKind.CHECK,
            "Owners that have no account here get the number they had",
            "{accounts:text}",
            "Create these accounts before the restore, if their files are to belong to them"),

    SPACE_SUFFICIENT(
            MessageKind.CHECK,
            "{directory:path} has {free:number} MiB free, {required:number} MiB are required",
            "",
            ""),
    SPACE_MISSING(
            MessageKind.CHECK,
            "Not enough space for the current and the restored state side by side",
            "{directory:path} has {free:number} MiB free, {required:number} MiB are required",
            "Free space there"),
    SPACE_UNKNOWN(
            MessageKind.CHECK,
            "The free space for the restored state cannot be determined",
            "{reason:text}",
            "Fix this, then restore"),

    CERTIFICATES_KEPT(MessageKind.CHECK, "The gateway keeps its current certificates", "", ""),
    CERTIFICATES_UNCHANGED(
            MessageKind.CHECK, "No current certificate is replaced, and those of the backup are valid today", "", ""),
    CERTIFICATES_REPLACED(
            MessageKind.CHECK,
            "Current certificates of the gateway are replaced: {files:text}. The one that clients of this gateway's"
                    + " HTTPS see is not among them and stays",
            "",
            "If that is not intended, keep the current certificates with no_cert"),
    LISTENER_CERTIFICATE_REPLACED(
            MessageKind.CHECK,
            "Current certificates of the gateway are replaced: {files:text}. The one that clients of this gateway's"
                    + " HTTPS see is among them",
            "",
            "If that is not intended, keep the current certificates with no_cert"),
    CERTIFICATES_REPLACED_LISTENER_UNKNOWN(
            MessageKind.CHECK,
            "Current certificates of the gateway are replaced: {files:text}. It is unknown whether the one that clients"
                    + " of this gateway see is among them",
            "",
            "If that is not intended, keep the current certificates with no_cert"),
    CERTIFICATE_EXPIRED(
            MessageKind.CHECK,
            "{file:text} of the backup holds a certificate that expired on {day:text}",
            "",
            "Have a new one ready, or keep the current certificates with no_cert"),
    CERTIFICATE_NOT_YET_VALID(
            MessageKind.CHECK,
            "{file:text} of the backup holds a certificate that is not valid before {day:text}",
            "",
            "Check the clock of this gateway, or keep the current certificates with no_cert"),

    PLANNED_BACKUP_GONE(
            MessageKind.JOB_ERROR,
            "{backup:text}, which {plan:text} restores, is no longer a complete backup. Nothing was changed",
            "",
            "Make a new plan"),
    PLANNED_BACKUP_REPLACED(
            MessageKind.JOB_ERROR,
            "{backup:text} has been replaced since {plan:text} was made. Nothing was changed",
            "",
            "Make a new plan, and review it"),
    CHANGED_SINCE_PLAN(
            MessageKind.JOB_ERROR,
            "The gateway changed since {plan:text} was made",
            "the restore would do something other than the plan shows. Nothing was changed",
            "Make a new plan, and review it"),
    CHANGED_DURING_RESTORE(
            MessageKind.JOB_ERROR,
            "The gateway changed while a part of it was restored",
            "that change would be lost. Nothing was changed by the restore",
            "Stop the process that writes there, or restore the whole section"),
    UNREADABLE(
            MessageKind.JOB_ERROR,
            "{file:path} cannot be read",
            "{reason:text}. Nothing was changed",
            "Fix this, and start again");

    private final MessageTemplate template;

    CheckMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "check";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
