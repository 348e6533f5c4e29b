package org.flowgateway.backup.spi.readiness;

import java.util.Objects;
import org.flowgateway.backup.api.message.Message;
import org.jspecify.annotations.Nullable;

/** Invalid value of a configuration. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient Message description;

    /**
     * Creates an exception with a message of a catalogue.
     *
     * @param pid of the configuration
     * @param key of the setting
     * @param description a summary that begins with the key, followed by the value unless it may hold a secret; and a remedy
     */
    public SettingException(String pid, String key, Message description) {
        super(pid + ": " + description.summary());
        this.key = Objects.requireNonNull(key, "key");
        this.description = description;
    }

    /**
     * Creates an exception that shows the value.
     *
     * @param pid of the configuration
     * @param key of the setting
     * @param value the value as set; {@code null} is shown as an empty one
     * @param why the rest of the sentence "KEY [VALUE] …", without a period
     */
    public SettingException(String pid, String key, @Nullable Object value, String why) {
        this(pid, key, invalid(key + " [" + Objects.toString(value, "") + "] " + why));
    }

    /**
     * Creates an exception that does not show the value, since it may hold a secret.
     *
     * @param pid of the configuration
     * @param key of the setting
     * @param why the rest of the sentence "KEY …", without a period
     */
    public static SettingException withoutValue(String pid, String key, String why) {
        return new SettingException(pid, key, invalid(key + " " + why));
    }

    private static Message invalid(String refusal) {
        return new Message("setting.invalid", refusal, "Correct it");
    }

    /** Returns the key of the setting. */
    public String key() {
        return key;
    }

    /** Returns the message with its code; {@code setting.invalid} for one without a catalogue. */
    public Message description() {
        return description;
    }
}
