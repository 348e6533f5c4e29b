package org.flowgateway.backup.spi.readiness;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Settings of a component: the last that could be used, and what is wrong with those that came after. Thread-safe.
 *
 * <p>A component calls {@link #update} where it is activated and where its configuration is modified, throws in neither, and reads
 * {@link #current} once for each piece of work.
 *
 * @param <T> the settings, checked and immutable
 */
public final class LastGoodSettings<T> implements ReadinessReporter {

    private static final String PID = "service.pid";

    private final String pid;
    private final Class<?> type;
    private final Map<String, String> environment;
    private volatile T current;
    private volatile ReadinessProblem problem;

    /**
     * Has none yet.
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
        this.problem = ReadinessProblem.notReady("etc/" + pid + ".cfg is missing, or was not read yet");
    }

    /**
     * Tells whether a component was given a configuration. Declarative Services activates one that needs none before its file is read, and
     * modifies it once the file was deleted.
     *
     * @param properties of the component, as it was activated or modified with
     */
    public static boolean isConfigured(Map<String, ?> properties) {
        return properties.containsKey(PID);
    }

    /**
     * Takes another configuration over if it can be used. If not, the settings that were in force remain so.
     *
     * @param properties the configuration as it was set, which tells the file it came from
     * @param reader makes settings of it
     * @return what is wrong with it, for the log; empty if it is in force now
     */
    public synchronized Optional<ReadinessProblem> update(Map<String, ?> properties, Supplier<? extends T> reader) {
        String ownPid = Objects.toString(properties.get(PID), pid);
        try {
            TypedValues.check(ownPid, type, properties);
            current = Objects.requireNonNull(reader.get(), "settings");
            problem = null;
        } catch (SettingException e) {
            SettingOrigin origin = SettingOrigin.of(properties, ownPid, e.key(), environment);
            problem = problem(origin.place() + ": " + e.refusal() + ". " + origin.remedy());
        }
        return Optional.ofNullable(problem);
    }

    private ReadinessProblem problem(String text) {
        return current == null
                ? ReadinessProblem.notReady(text)
                : ReadinessProblem.degraded(text + ". Until then the settings from before remain in force");
    }

    /** The settings in force; empty if none could be used yet. */
    public Optional<T> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public List<ReadinessProblem> problems() {
        ReadinessProblem now = problem;
        return now == null ? List.of() : List.of(now);
    }
}
