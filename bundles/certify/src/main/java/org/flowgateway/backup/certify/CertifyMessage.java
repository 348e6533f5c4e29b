package org.flowgateway.backup.certify;

import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the errors of {@code gateway-backup:certify}. */
enum CertifyMessage implements MessageDefinition {
    LAWS_BROKEN(
            "This target does not keep the laws of storage",
            "",
            "Do not rely on backups there; the lines marked BROKEN and the log of the gateway have the details"),
    DIRECTORIES_NOT_REMOVED(
            "The test directories {prefix:text}… could not be removed", "{failure:message}", "Remove them by hand"),
    DIRECTORIES_REMAIN(
            "The test directories {directories:text} remain",
            "the store keeps directories whose last object was removed",
            "Remove them by hand"),
    TRANSPORT_FAILED(
            "The transport for {scheme:text}:// failed with an internal error",
            "",
            "Update or uninstall it; the log of the gateway has the details"),
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

    @Override
    public String catalogue() {
        return "certify";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
