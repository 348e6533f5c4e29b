package org.flowgateway.backup.api.message;

import java.util.Locale;

/** Entry of a module's catalogue of messages; implemented by an enum, one constant per message. Immutable. */
public interface MessageDefinition {

    /** Returns the constant's name, from which the code is made. It never changes once it is released. */
    String name();

    /** Returns the first part of the codes of this catalogue, such as {@code sftp}. */
    String catalogue();

    /** Returns the template. */
    MessageTemplate template();

    /** Returns the stable id of the message, such as {@code sftp.login-refused}. */
    default String code() {
        return catalogue() + '.' + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Fills the template.
     *
     * @param arguments one for each parameter, in the order of their first appearance in event, cause and action
     * @throws IllegalArgumentException if their number or types are not those of the parameters
     */
    default Message with(Object... arguments) {
        return template().fill(code(), arguments);
    }
}
