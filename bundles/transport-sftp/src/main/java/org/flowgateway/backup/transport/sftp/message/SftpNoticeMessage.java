package org.flowgateway.backup.transport.sftp.message;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the SFTP transport's notices about servers, and of its log lines for operators. */
public enum SftpNoticeMessage implements MessageDefinition {
    HOST_KEY_STORED(
            MessageKind.NOTE,
            "{host:text} was not a known host",
            "from now on only its key {key:text} is accepted",
            "Compare that with the host's own key"),
    FILES_NOT_SYNCED(
            MessageKind.NOTE,
            "{host:text} does not sync files to its disk",
            "objects that were stored just before a power failure there may be missing after it",
            "Use a server that syncs them, such as OpenSSH's, if that matters"),
    DIRECTORIES_NOT_SYNCED(
            MessageKind.NOTE,
            "{host:text} does not sync directories to its disk",
            "objects that were stored just before a power failure there may be missing after it",
            "Use a server that syncs them, such as OpenSSH's, if that matters"),
    NO_HARD_LINKS(
            MessageKind.NOTE,
            "{host:text} creates no hard links there, so stored files are renamed to their names",
            "two gateways that store the same name at the same moment could overwrite each other's file",
            "Give each gateway a directory of its own"),
    LINKS_FOLLOWED(
            MessageKind.NOTE,
            "{host:text} cannot inspect symbolic links without following them",
            "a link that somebody puts among the backups is followed",
            "Let nobody else write there"),
    PERMISSIONS_IGNORED(
            MessageKind.NOTE,
            "{host:text} takes no permissions for new files and directories",
            "others there may be able to read or remove them",
            "Check the permissions that the server gives them"),
    ORPHAN_NOT_REMOVED(
            MessageKind.LOG,
            "The temporary file {file:path} on an SSH server could not be removed",
            "the server reports \"{status:text}\"",
            "Remove it there"),
    TIMEOUT_CHECK_FAILED(
            MessageKind.LOG,
            "The timeout check of an SFTP connection failed with an internal error",
            "",
            "Report this with the log; restart the gateway if a job does not end");

    private final MessageTemplate template;

    SftpNoticeMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "sftp";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
