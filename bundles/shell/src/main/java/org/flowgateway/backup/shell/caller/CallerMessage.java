package org.flowgateway.backup.shell.caller;

import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the refusals of users without a role. */
enum CallerMessage implements MessageDefinition {
    OPERATOR_REQUIRED(
            "This user has no permission to {task:text}",
            "it requires the role admin or backup-operator",
            "Log in as a user with one of them"),
    ADMIN_REQUIRED(
            "This user has no permission to {task:text}", "it requires the role admin", "Log in as a user with it");

    private final MessageTemplate template;

    CallerMessage(String event, String cause, String action) {
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

    @Override
    public String catalogue() {
        return "caller";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
