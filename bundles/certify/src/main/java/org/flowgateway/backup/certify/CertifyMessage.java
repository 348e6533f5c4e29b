package org.flowgateway.backup.certify;

import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Catalogue of the errors of {@code gateway-backup:certify}. */
enum CertifyMessage implements MessageDefinition {
    LAWS_BROKEN(
            "This target does not keep the laws of storage",
            "",
            "Do not rely on backups there; the lines marked BROKEN and the log of the gateway have the details"),
    LAWS_NOT_PROVED(
            "The certification is incomplete",
            "the connection was lost or timed out in {tests:count test tests}",
            "Run the command again over a better connection; the lines marked NOT PROVED and the log of the gateway have the details"),
    CANCELLED("The certification was cancelled", "the user interrupted it", "Run the command again for a result"),
    CALL_TIMED_OUT(
            "The call {call:text} was abandoned",
            "it made no progress in {limit:duration}",
            "Run the command again over a better connection"),
    CALL_NOT_RETURNED(
            "The certification was abandoned",
            "the transport for {scheme:text}:// did not return from {call:text} within {grace:duration} after its session was closed",
            "Update or uninstall the transport, and restart the gateway to end the call"),
    DIRECTORIES_NOT_REMOVED(
            "The test directories {prefix:text}… could not be removed",
            "{failure:message}",
            "Remove them by hand, or run the command again after {age:count hour hours}"),
    DIRECTORIES_REMAIN(
            "The test directories {directories:text} remain",
            "the store keeps directories whose last object was removed, or they hold entries of others",
            "Remove them by hand"),
    EARLIER_DIRECTORIES_KEPT(
            "The test directories {directories:text} of other runs remain",
            "the runs started less than {age:count hour hours} ago and may not have ended",
            "Run the command again after that time, which removes them"),
    EARLIER_DIRECTORIES_NOT_REMOVED(
            "Test directories of earlier runs could not be removed", "{failure:message}", "Remove them by hand"),
    TRANSPORT_FAILED(
            "The transport for {scheme:text}:// failed with an internal error",
            "",
            "Update or uninstall it; the log of the gateway has the details"),
    REPORT_NAME_INVALID(
            "Cannot write a report to {file:text}",
            "it is not the name of a file in an existing directory",
            "Name another file with --report"),
    REPORT_EXISTS(
            "Cannot write a report to {file:path}", "the file exists", "Remove it, or name another file with --report"),
    REPORT_NOT_WRITABLE(
            "Cannot write a report to {file:path}",
            "the gateway's user has no write permission on its directory",
            "Grant it, or name another file with --report"),
    REPORT_NOT_WRITTEN(
            "The report {file:path} could not be written",
            "{reason:text}",
            "Fix this, or name a file in another directory with --report, and run the command again"),
    NO_PROMPT(
            "The password cannot be asked for here",
            "",
            "Call the command in an interactive shell, or with --no-password if the login needs none");

    private final MessageTemplate template;

    CertifyMessage(String event, String cause, String action) {
        template = MessageTemplate.of(MessageKind.COMMAND_ERROR, event, cause, action);
    }

    /**
     * Creates the failure.
     *
     * @param arguments as for {@link MessageDefinition#with}
     */
    CommandException exception(Object... arguments) {
        return new CommandException(with(arguments).text());
    }

    /**
     * Creates the failure with a cause for the log.
     *
     * @param arguments as for {@link MessageDefinition#with}
     */
    CommandException causedBy(Throwable cause, Object... arguments) {
        return new CommandException(with(arguments).text(), cause);
    }

    /**
     * Creates the failure of a call to the candidate.
     *
     * @param arguments as for {@link MessageDefinition#with}
     */
    TransportException of(FailureKind kind, Object... arguments) {
        return new TransportException(kind, with(arguments), null);
    }

    @Override
    public String catalogue() {
        return "certify";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
