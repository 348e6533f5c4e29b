package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of reasons why a file of a section cannot be read. A summary continues a sentence such as "x cannot be read: ". */
public enum ReadErrorMessage implements MessageDefinition {
    NAME_NOT_UTF8(MessageKind.WARNING, "its name is not UTF-8 text", "", "Rename it"),
    LINK_NOT_UTF8(MessageKind.WARNING, "it points to a name that is not UTF-8 text", "", "Rename that"),
    REPLACED(
            MessageKind.WARNING,
            "it, or a directory above it, was replaced each time it was read",
            "",
            "Find out what replaces it, and try again"),
    NEW_NAMES_UNREADABLE(
            MessageKind.WARNING, "its names changed, and it cannot be listed again", "{reason:text}", "{remedy:text}"),
    EXCEEDS_FORMAT(
            MessageKind.WARNING,
            "a backup cannot hold it",
            "{detail:text}",
            "Rename it, or move it out of the section"),
    METADATA_EXCEEDS_FORMAT(
            MessageKind.WARNING,
            "they are more, longer or named otherwise than a backup can hold",
            "",
            "Remove some of them; getfattr -d -m - FILE shows them"),
    METADATA_REPLACED(MessageKind.WARNING, "it was replaced while it was read", "", "Try again");

    private final MessageTemplate template;

    ReadErrorMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "section";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
