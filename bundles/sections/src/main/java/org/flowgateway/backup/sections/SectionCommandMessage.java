package org.flowgateway.backup.sections;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.section.SectionException;

/**
 * Catalogue of the failures of sections that are set up by configuration. A job puts its own words before them, so they begin with the key of
 * the command or the id of the section.
 */
enum SectionCommandMessage implements MessageDefinition {
    NOT_A_DIRECTORY(
            MessageKind.JOB_ERROR,
            "{section:text} is not a directory in the restored state",
            "",
            "Restore another backup"),
    COMMAND_NOT_STARTED(
            MessageKind.JOB_ERROR,
            "{key:text} of {section:text} could not be started",
            "",
            "Check that the program exists, and that the gateway's user has permission to run it"),
    COMMAND_FAILED(
            MessageKind.JOB_ERROR,
            "{key:text} of {section:text} ended with exit code [{exit:number}]",
            "",
            "Look for \"It printed last\" in the gateway's log, which shows its last output"),
    COMMAND_INTERRUPTED(
            MessageKind.JOB_ERROR,
            "{key:text} of {section:text} was ended with all processes that it had started",
            "it did not end in time, or the job was stopped",
            "If it did not end in time, raise hook-seconds in etc/org.flowgateway.backup.core.cfg, or fix the command"),
    COMMAND_OUTPUT_UNREADABLE(
            MessageKind.JOB_ERROR,
            "{key:text} of {section:text} was ended",
            "its output could not be read",
            "Try again; the gateway's log has the details"),
    PROCESSES_KILLED(
            MessageKind.LOG,
            "Processes of a section's command were killed",
            "they had not ended within {limit:duration} of a request to end: {processes:text}",
            "Make the command and what it starts end on SIGTERM");

    private final MessageTemplate template;

    SectionCommandMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    /**
     * Creates the failure.
     *
     * @param arguments as for {@link MessageDefinition#with}
     */
    SectionException exception(Object... arguments) {
        return new SectionException(with(arguments).text());
    }

    @Override
    public String catalogue() {
        return "sections";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
