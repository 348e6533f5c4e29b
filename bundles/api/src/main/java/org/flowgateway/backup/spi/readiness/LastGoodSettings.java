package org.flowgateway.backup.spi.readiness;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.flowgateway.backup.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a component: the last valid ones, and the problem with those that came later. Thread-safe.
 *
 * <p>A component calls {@link #update} when it is activated and when its configuration is modified, throws in neither case, and reads
 * {@link #current} once for each piece of work.
 *
 * @param <T> the settings, checked and immutable
 */
public final class LastGoodSettings<T> implements ReadinessReporter {

    private static final String PID = "service.pid";

    private final String pid;
    private final Class<?> type;
    private final Map<String, String> environment;
    private volatile @Nullable T current;
    private volatile @Nullable ReadinessProblem problem;

    /**
     * Creates an instance without settings.
     *
     * @param pid of the configuration, or of its factory
     * @param type the configuration's annotation type, whose numbers and flags are checked before they are read
     */
    public LastGoodSettings(String pid, Class<?> type) {
        this(pid, type, System.getenv());
    }

    LastGoodSettings(String pid, Class<?> type, Map<String, String> environment) {
        this.pid = Objects.requireNonNull(pid, "pid");
        this.type = Objects.requireNonNull(type, "type");
        this.environment = environment;
        this.problem = ReadinessProblem.notReady(SettingMessage.FILE_MISSING.with(pid));
    }

    /**
     * Returns whether a component was given a configuration. Declarative Services activates a component without a required configuration before
     * its file is read, and modifies it after the file was deleted.
     *
     * @param properties of the component at its activation or modification
     */
    public static boolean isConfigured(Map<String, ?> properties) {
        return properties.containsKey(PID);
    }

    /**
     * Applies another configuration if it is valid. Otherwise the current settings remain in force.
     *
     * @param properties the configuration as it was set, which contains the file's name
     * @param reader parser of the settings
     * @return the problem, for the log; empty if the configuration is in force now
     */
    public synchronized Optional<ReadinessProblem> update(Map<String, ?> properties, Supplier<? extends T> reader) {
        String ownPid = Objects.toString(properties.get(PID), pid);
        try {
            TypedValues.check(ownPid, type, properties);
            current = Objects.requireNonNull(reader.get(), "settings");
            problem = null;
        } catch (SettingException e) {
            problem = problem(SettingOrigin.of(properties, ownPid, e.key(), environment), e.description());
        }
        return Optional.ofNullable(problem);
    }

    private ReadinessProblem problem(SettingOrigin origin, Message invalid) {
        return current == null
                ? ReadinessProblem.notReady(origin.describe(invalid))
                : ReadinessProblem.degraded(origin.describeChange(invalid));
    }

    /** Returns the settings in force; empty if none were valid yet. */
    public Optional<T> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public List<ReadinessProblem> problems() {
        ReadinessProblem now = problem;
        return now == null ? List.of() : List.of(now);
    }
}
