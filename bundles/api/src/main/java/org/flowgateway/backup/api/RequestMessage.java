package org.flowgateway.backup.api;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the rejections of requests by their own types, and by the state of a job. */
enum RequestMessage implements MessageDefinition {
    HOSTNAME_MISSING(
            "hostname is required",
            "",
            "Set it to localhost, to a host name or address, or to a target such as scheme://host"),
    HOSTNAME_WITH_LOGIN(
            "hostname holds a user or a password", "", "Remove it there, and set username and password instead"),
    TEXT_TOO_LONG(
            "{property:text} is too long",
            "its length [{length:number}] exceeds the limit of {limit:count character characters}",
            "Use a shorter one"),
    CONTROL_CHARACTER(
            "{property:text} holds a control character or an incomplete character", "", "Remove that character"),
    SECURITY_PASSWORD_LENGTH(
            "security_pwd has a length of [{length:number}] characters",
            "",
            "Use a password of 1 to {limit:count character characters}"),
    SELECTION_EMPTY(
            "sections and paths are empty", "", "List what to restore, or omit both of them to restore everything"),
    SELECTION_TOO_LONG(
            "sections or paths exceeds the limit of {limit:count entry entries}",
            "",
            "List whole sections or directories instead"),
    SECTION_INVALID(
            "sections has an entry that is not the id of a section",
            "",
            "Use ids such as config: 1 to 64 characters of [a-z0-9_-]"),
    PATH_INVALID(
            "paths has an entry that is not a path in a section",
            "",
            "Use entries such as config/flows/0001.conf: a section's id, and a path in it without . and .. and empty"
                    + " names. To restore a whole section, list it in sections"),
    PATHS_OVERLAP(
            "paths has an entry that is contained in another entry of paths or sections", "", "Omit one of the two"),
    JOB_RUNNING(
            "A {operation:text} is running since {started:time}, phase {phase:text}", "", "Wait until it has ended"),
    CONFIRMATION_NOT_AWAITED(
            "There is nothing to confirm",
            "{job:text} is running, phase {phase:text}",
            "Confirm it once it awaits a confirmation"),
    CONFIRMATION_AFTER_SUCCESS(
            "There is nothing to confirm", "{job:text} has ended and is complete", "No further action is required"),
    CONFIRMATION_AFTER_FAILURE(
            "There is nothing to confirm",
            "{job:text} has ended without success",
            "See the message of the job, and start the restore again");

    private final MessageTemplate template;

    RequestMessage(String event, String cause, String action) {
        template = MessageTemplate.of(MessageKind.REQUEST_ERROR, event, cause, action);
    }

    /**
     * Creates the rejection.
     *
     * @param property invalid property
     * @param arguments as for {@link MessageDefinition#with}
     */
    InvalidRequestException exception(String property, Object... arguments) {
        return new InvalidRequestException(property, with(arguments));
    }

    @Override
    public String catalogue() {
        return "request";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
