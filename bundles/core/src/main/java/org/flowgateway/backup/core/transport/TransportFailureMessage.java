package org.flowgateway.backup.core.transport;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/** Catalogue of failures of any transport. */
public enum TransportFailureMessage implements TransportMessage {
    CALL_NOT_RETURNED(
            FailureKind.UNKNOWN,
            "Transport {transport:text} did not return from a cancelled call",
            "",
            "Update or uninstall it"),
    INCOMPATIBLE(
            FailureKind.UNKNOWN,
            "Transport {transport:text} is missing a class, or was built against an incompatible version",
            "",
            "Update or uninstall it; the log has the details"),
    INTERNAL_ERROR(
            FailureKind.UNKNOWN,
            "Transport {transport:text} failed with an internal error",
            "",
            "Update or uninstall it; the log has the details"),
    SESSION_CLOSED(FailureKind.CLOSED, "The session was closed while it was in use", "", "Start again"),
    JOB_OVER(FailureKind.CLOSED, "No session can be opened", "the job is over", "Start again"),
    UNINSTALLED(
            FailureKind.CLOSED,
            "No session can be opened",
            "the transport was uninstalled while in use",
            "Install it again and restart the job"),
    STALLED(
            FailureKind.TIMEOUT,
            "{target:text} has not answered, or moved less than {minimum:number} KiB, within {limit:duration}",
            "",
            "Check the connection and the storage there, or raise stall-seconds or small-stall-seconds in"
                    + " etc/org.flowgateway.backup.core.cfg"),
    LISTING_TOO_LONG(
            FailureKind.UNKNOWN,
            "{directory:text} holds more than {entries:number} entries, or names longer than"
                    + " {characters:number} characters together",
            "that is more than the gateway reads",
            "Use another directory for backups, or remove what does not belong there"),
    STREAM_FAILED(
            FailureKind.UNKNOWN,
            "{object:text} cannot be read from the target",
            "",
            "Check the target, and start again"),
    OBJECT_UNREADABLE(
            FailureKind.UNKNOWN,
            "{object:text} in {target:text} cannot be read to its end",
            "",
            "Check the storage there, and start again"),
    OBJECT_TOO_LONG(
            FailureKind.INTEGRITY,
            "{object:text} in {target:text} is damaged",
            "it is longer than the {limit:count byte bytes} that were expected",
            "Use another backup, and check the storage");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    TransportFailureMessage(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
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
