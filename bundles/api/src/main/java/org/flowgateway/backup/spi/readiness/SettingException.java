package org.flowgateway.backup.spi.readiness;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Invalid value of a configuration. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String refusal;

    private SettingException(String pid, String key, String refusal) {
        super(pid + ": " + refusal);
        this.key = Objects.requireNonNull(key, "key");
        this.refusal = refusal;
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
        this(pid, key, key + " [" + Objects.toString(value, "") + "] " + why);
    }

    /**
     * Creates an exception that does not show the value, since it may hold a secret.
     *
     * @param pid of the configuration
     * @param key of the setting
     * @param why the rest of the sentence "KEY …", without a period
     */
    public static SettingException withoutValue(String pid, String key, String why) {
        return new SettingException(pid, key, key + " " + why);
    }

    /** Returns the key of the setting. */
    public String key() {
        return key;
    }

    /** Returns key, value and reason, in words for a person. */
    public String refusal() {
        return refusal;
    }
}
