package org.flowgateway.backup.archive;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.archive.ArchiveException.Reason;

/**
 * Catalogue of the failures to read or write the backup format. A summary continues a sentence such as "20260227_1546 cannot be restored: ".
 * A detail is what a value of the format violates.
 */
public enum ArchiveMessage implements MessageDefinition {
    PASSWORD_REJECTED(Reason.KEY_REJECTED, "the password is wrong, or the object's key packet is damaged", ""),

    NOT_SEALED(Reason.DAMAGED, "this is not a sealed object, or its start is damaged", ""),
    KEY_DERIVATION_INVALID(Reason.DAMAGED, "the key derivation has invalid parameters", ""),
    OBJECT_DAMAGED(Reason.DAMAGED, "the object is damaged or truncated", ""),
    SEVERAL_DATA_PACKETS(Reason.DAMAGED, "the object holds more than one data packet", ""),
    CONTENT_AFTER_OBJECT(Reason.DAMAGED, "the object has unexpected content after its end", ""),
    DOCUMENT_NOT_BASE64(Reason.DAMAGED, "the {document:text} is damaged", "[{field:text}] is not Base64"),
    DOCUMENT_NUMBER_TOO_LARGE(Reason.DAMAGED, "the {document:text} is damaged", "number [{value:number}] is too large"),
    DOCUMENT_TRUNCATED(Reason.DAMAGED, "the {document:text} is damaged", "it ends at byte {offset:number}"),
    DOCUMENT_UNEXPECTED_JSON(
            Reason.DAMAGED, "the {document:text} is damaged", "unexpected JSON at byte {offset:number}"),
    DOCUMENT_NOT_JSON(Reason.DAMAGED, "the {document:text} is damaged", "it is not the JSON expected"),
    DOCUMENT_DAMAGED(Reason.DAMAGED, "the {document:text} is damaged", "{detail:text}"),
    MANIFEST_CHANGED(
            Reason.DAMAGED,
            "the manifest was changed",
            "it says {property:text} [{said:text}], the index has [{truth:text}]"),
    INDEX_TOO_LONG_FOR_MANIFEST(
            Reason.DAMAGED, "the index is longer than the [{length:number}] bytes that the manifest names", ""),
    OTHER_INDEX(Reason.DAMAGED, "the index is not the one that the manifest names", ""),
    PACK_TOO_LONG(Reason.DAMAGED, "it is longer than the [{length:number}] bytes in the index", ""),
    PACK_LENGTH_DIFFERS(Reason.DAMAGED, "it has [{length:number}] bytes, [{expected:number}] in the index", ""),
    OTHER_PACK(
            Reason.DAMAGED, "it is not the one in the index", "its SHA-256 is [{actual:text}], not [{expected:text}]"),
    CONTENT_NOT_ALLOWED(Reason.DAMAGED, "it holds a {type:text} with content, which only a file has", "[{name:text}]"),
    SPECIAL_FILE(Reason.DAMAGED, "it holds something that is no file, directory or link", "[{name:text}]"),
    TAR_TRUNCATED(Reason.DAMAGED, "its tar has no end", ""),
    CONTENT_AFTER_TAR(Reason.DAMAGED, "it has unexpected content after the end of its tar", ""),
    PACK_DAMAGED(Reason.DAMAGED, "{pack:text} is damaged", "{detail:text}"),
    PACK_UNREADABLE(Reason.DAMAGED, "{pack:text} is damaged", "it cannot be read to its end"),

    SEALED_DIFFERENTLY(
            Reason.UNSUPPORTED, "the object is sealed in a way unknown to this version, or its start is damaged", ""),
    ENCRYPTED_DIFFERENTLY(
            Reason.UNSUPPORTED,
            "the object is encrypted in a way unknown to this version, or its start is damaged",
            ""),
    NOT_BINARY_DATA(Reason.UNSUPPORTED, "the object holds something other than plain binary data", ""),
    NEWER_FORMAT(
            Reason.UNSUPPORTED,
            "the backup was written by a newer version of this product",
            "it has format [{format:number}], this version reads [{known:number}]"),

    KEY_DERIVATION_TOO_EXPENSIVE(
            Reason.LIMIT_EXCEEDED,
            "the key derivation requires {parameter:text} [{value:number}], more than the [{limit:number}] allowed",
            ""),
    DOCUMENT_EXCEEDS_LIMITS(
            Reason.LIMIT_EXCEEDED, "the {document:text} has a text, a number or a nesting beyond its limit", ""),
    SEALED_OBJECT_TOO_LONG(
            Reason.LIMIT_EXCEEDED, "the sealed object would be longer than the [{limit:number}] bytes allowed", ""),
    SEALED_PACK_TOO_LONG(
            Reason.LIMIT_EXCEEDED, "the sealed pack would be longer than the [{limit:number}] bytes allowed", ""),
    DOCUMENT_TOO_LONG(
            Reason.LIMIT_EXCEEDED,
            "the {document:text} of [{length:number}] bytes is longer than the [{limit:number}] allowed",
            ""),
    TOO_MANY_ENTRIES(
            Reason.LIMIT_EXCEEDED,
            "there are more than the [{entries:number}] entries or the [{sections:number}] sections allowed",
            ""),
    TOO_MANY_SECTIONS(Reason.LIMIT_EXCEEDED, "there are more than the [{limit:number}] sections allowed", ""),
    TOO_MANY_PACKS(Reason.LIMIT_EXCEEDED, "there are more than the [{limit:number}] packs allowed", ""),
    TOO_MANY_PARTS(Reason.LIMIT_EXCEEDED, "a file has more than the [{limit:number}] parts allowed", ""),
    TOO_MANY_ATTRIBUTES(
            Reason.LIMIT_EXCEEDED, "there are more than the [{limit:number}] extended attributes allowed", ""),
    TOO_MANY_ACL_ENTRIES(
            Reason.LIMIT_EXCEEDED,
            "there are more than the [{limit:number}] entries of an access control list allowed",
            ""),
    PACK_TAR_TOO_LONG(
            Reason.LIMIT_EXCEEDED,
            "pack [{pack:number}] is to hold more than the [{headers:number}] bytes of headers or the"
                    + " [{limit:number}] in all that are allowed",
            ""),
    PACK_ENTRIES_TOO_MANY(Reason.LIMIT_EXCEEDED, "pack [{pack:number}] is to hold more entries than allowed", ""),
    PACK_OBJECT_TOO_LONG(
            Reason.LIMIT_EXCEEDED,
            "{pack:text} of [{length:number}] bytes is longer than the [{limit:number}] allowed",
            ""),
    UNPACKS_TOO_LARGE(
            Reason.LIMIT_EXCEEDED, "the {object:text} unpacks to more than the [{limit:number}] bytes allowed", ""),
    HEADERS_TOO_LONG(Reason.LIMIT_EXCEEDED, "the {object:text} has headers longer than allowed", ""),
    ENTRY_TOO_LONG(Reason.LIMIT_EXCEEDED, "the {object:text} has an entry longer than allowed", "");

    private final Reason reason;
    private final MessageTemplate template;

    ArchiveMessage(Reason reason, String event, String cause) {
        this.reason = reason;
        template = MessageTemplate.of(
                MessageKind.JOB_ERROR,
                event,
                cause,
                switch (reason) {
                    case KEY_REJECTED -> "Give the password that the backup was made with";
                    case DAMAGED -> "Restore another backup, and check the storage";
                    case UNSUPPORTED -> "Restore it with a later version of the gateway, or restore another backup";
                    case LIMIT_EXCEEDED ->
                        "Restore another backup; if it is one of this gateway, reduce what the sections hold";
                });
    }

    /**
     * Creates the failure.
     *
     * @param arguments as for {@link MessageDefinition#with}
     */
    public ArchiveException exception(Object... arguments) {
        return causedBy(null, arguments);
    }

    /**
     * Creates the failure with a cause for the log.
     *
     * @param cause exception of a library; may be {@code null}
     * @param arguments as for {@link MessageDefinition#with}
     */
    public ArchiveException causedBy(Throwable cause, Object... arguments) {
        return new ArchiveException(reason, with(arguments), cause);
    }

    @Override
    public String catalogue() {
        return "archive";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
