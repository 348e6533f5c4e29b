package org.flowgateway.backup.api.message;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a message with typed parameters, in three parts: what happened, why, and what to do. A parameter is {@code {name:type}}; types are
 * {@code text}, {@code path}, {@code number}, {@code count SINGULAR PLURAL}, {@code bytes}, {@code duration}, {@code time} and
 * {@code message}. A second {@code {name}} repeats it. Immutable.
 */
public final class MessageTemplate {

    private static final Logger LOG = System.getLogger(MessageTemplate.class.getName());
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]*)\\}");

    private final MessageKind kind;
    private final String event;
    private final String cause;
    private final String action;
    private final Map<String, MessageParameter> parameters = new LinkedHashMap<>();

    private MessageTemplate(MessageKind kind, String event, String cause, String action) {
        this.kind = kind;
        this.event = event;
        this.cause = cause;
        this.action = action;
        for (String part : List.of(event, cause, action)) {
            PARAMETER.matcher(part).results().forEach(found -> declare(found.group(1)));
        }
    }

    /**
     * Creates a template.
     *
     * @param kind kind of the message
     * @param event what happened
     * @param cause why; "" if the event says so
     * @param action what to do; "" if nothing
     * @throws IllegalArgumentException if a parameter is malformed, or a repeated one not declared before
     */
    public static MessageTemplate of(MessageKind kind, String event, String cause, String action) {
        return new MessageTemplate(kind, event, cause, action);
    }

    private void declare(String declaration) {
        if (!parameters.containsKey(declaration)) {
            MessageParameter parameter = MessageParameter.of(declaration);
            if (parameters.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("Parameter " + parameter.name() + " is declared twice");
            }
        }
    }

    /** Returns the kind of the message. */
    public MessageKind kind() {
        return kind;
    }

    /** Returns what happened, and why, with each parameter as {@code {name}}. */
    public String summary() {
        return PARAMETER
                .matcher(summary(event, cause))
                .replaceAll(found -> Matcher.quoteReplacement('{' + name(found.group(1)) + '}'));
    }

    /** Returns what to do, with each parameter as {@code {name}}; "" if nothing. */
    public String action() {
        return PARAMETER
                .matcher(action)
                .replaceAll(found -> Matcher.quoteReplacement('{' + name(found.group(1)) + '}'));
    }

    private static String summary(String event, String cause) {
        return cause.isEmpty() ? event : event + ": " + cause;
    }

    private static String name(String declaration) {
        return declaration.split(":", 2)[0];
    }

    Message fill(String code, Object... arguments) {
        if (arguments.length != parameters.size()) {
            throw new IllegalArgumentException(
                    code + " has " + parameters.size() + " parameters, not [" + arguments.length + "]");
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<MessageParameter> declared = new ArrayList<>(parameters.values());
        for (int index = 0; index < arguments.length; index++) {
            values.put(declared.get(index).name(), declared.get(index).format(arguments[index]));
        }
        Message message = new Message(code, summary(fill(event, values), fill(cause, values)), fill(action, values));
        // Tests record from here which messages occur.
        LOG.log(Level.TRACE, "{0}: {1}", code, message);
        return message;
    }

    private static String fill(String part, Map<String, String> values) {
        return PARAMETER.matcher(part).replaceAll(found -> Matcher.quoteReplacement(values.get(name(found.group(1)))));
    }
}
