package org.flowgateway.backup.spi.readiness;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the problems with settings. A remedy is a whole sentence, such as "Correct it". */
enum SettingMessage implements MessageDefinition {
    FILE_MISSING(
            "etc/{pid:text}.cfg is missing, or was not read yet",
            "",
            "Wait a few seconds, then put the file back if it is missing"),
    INVALID_IN_FILE("{file:path}", "{problem:text}", "{remedy:text}; no restart is needed"),
    INVALID_IN_ENVIRONMENT(
            "The environment variable {variable:text} ({file:path})",
            "{problem:text}",
            "{remedy:text} and start the gateway again"),
    CHANGE_INVALID_IN_FILE(
            "{file:path}",
            "{problem:text}",
            "{remedy:text}; no restart is needed. Until then the previous settings remain in force"),
    CHANGE_INVALID_IN_ENVIRONMENT(
            "The environment variable {variable:text} ({file:path})",
            "{problem:text}",
            "{remedy:text} and start the gateway again. Until then the previous settings remain in force"),
    NOT_A_FLAG("{key:text} [{value:text}] is neither true nor false", "", "Write true or false"),
    NOT_A_NUMBER("{key:text} [{value:text}] is not a whole number", "", "Write a whole number");

    private final MessageTemplate template;

    SettingMessage(String event, String cause, String action) {
        template = MessageTemplate.of(MessageKind.READINESS_PROBLEM, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "setting";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
