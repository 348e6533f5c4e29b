package org.flowgateway.backup.spi.readiness;

import java.util.Objects;

/** A value of a configuration that cannot be used. */
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
     * A value that may be shown.
     *
     * @param pid of the configuration
     * @param key of the setting
     * @param value as it was set; {@code null} is shown as an empty one
     * @param why the rest of the sentence "KEY [VALUE] …", without a period
     */
    public SettingException(String pid, String key, Object value, String why) {
        this(pid, key, key + " [" + Objects.toString(value, "") + "] " + why);
    }

    /**
     * A value that is not to be shown, since it may hold a secret.
     *
     * @param pid of the configuration
     * @param key of the setting
     * @param why the rest of the sentence "KEY …", without a period
     */
    public static SettingException withoutValue(String pid, String key, String why) {
        return new SettingException(pid, key, key + " " + why);
    }

    /** The setting at fault. */
    public String key() {
        return key;
    }

    /** Key, value and reason, in words for a person. */
    public String refusal() {
        return refusal;
    }
}
