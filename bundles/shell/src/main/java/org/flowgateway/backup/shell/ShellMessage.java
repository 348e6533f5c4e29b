package org.flowgateway.backup.shell;

import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the errors of the shell commands. */
enum ShellMessage implements MessageDefinition {
    NO_JOB("There is no job {id:text}", "", "gateway-backup:jobs lists all jobs whose records are kept"),
    NOTHING_TO_CONFIRM("No restore awaits a confirmation", "", "gateway-backup:jobs lists all jobs with their phases"),
    CONFIRMATION_NOT_STORED(
            "{id:text} still awaits a confirmation",
            "this one could not be written to the state directory",
            "Free space there, or fix its disk, and confirm again"),
    NO_USER(
            "There is no user {user:text}",
            "",
            "gateway-backup:users lists all users; to add one, write NAME = PASSWORD,ROLE into users.properties of the"
                    + " state directory"),
    USER_UNKNOWN("The shell does not provide your user name", "", "Name the user: gateway-backup:passwd USER"),
    PASSWORDS_DIFFER("The password was not changed", "the two inputs differ", "Run the command again"),
    PASSWORD_MISSING(
            "The password was not changed",
            "the standard input is empty",
            "Run the command in an interactive shell, which prompts for the password, or pass one line of input"),
    PASSWORD_UNREADABLE(
            "The password was not changed",
            "the input could not be read",
            "Run the command again, in an interactive shell or with one line of standard input");

    private final MessageTemplate template;

    ShellMessage(String event, String cause, String action) {
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
        return "shell";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
