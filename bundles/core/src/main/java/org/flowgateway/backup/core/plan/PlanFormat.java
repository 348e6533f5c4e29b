package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.PlannedBackup;
import org.flowgateway.backup.api.PlannedChange;
import org.flowgateway.backup.api.PlannedChange.Difference;
import org.flowgateway.backup.api.PlannedChange.Kind;
import org.flowgateway.backup.api.PlannedChange.Type;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.api.SectionPlan.Total;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.prepare.StoredPlan;

/** Format of stored plans: Java properties, as for job records. Any editor reads them, and no library is needed. */
final class PlanFormat {

    private final Properties properties;

    private PlanFormat(Properties properties) {
        this.properties = properties;
    }

    static void write(StoredPlan stored, Writer to) throws IOException {
        PlanFormat format = new PlanFormat(new Properties());
        format.put(stored);
        format.properties.store(to, null);
    }

    /** @throws IOException if the text is not a complete plan */
    static StoredPlan read(Reader from) throws IOException {
        PlanFormat format = new PlanFormat(new Properties());
        try {
            format.properties.load(from);
            return format.toStoredPlan();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(PlanMessage.INCOMPLETE.with(e.getMessage()).text(), e);
        }
    }

    private void put(StoredPlan stored) {
        RestorePlan plan = stored.plan();
        put("itself", stored.targetIsBackup());
        put("manifest.sha256", stored.manifestSha256());
        put("present.sha256", stored.currentSha256());
        put("id", plan.id());
        put("made", plan.made());
        put("target.hostname", plan.target().hostname());
        put("target.username", plan.target().username());
        put("target.path", plan.target().path());
        put("selection.scope", plan.selection().scope());
        put("selection.drop-omitted", plan.selection().dropOmitted());
        putAll("selection.section", plan.selection().sections());
        putAll("selection.path", plan.selection().paths());
        plan.backup().ifPresent(this::put);
        for (int i = 0; i < plan.checks().size(); i++) {
            RestoreCheck check = plan.checks().get(i);
            put("check." + i + ".id", check.id());
            put("check." + i + ".result", check.result());
            put("check." + i + ".message", check.message());
            put("check." + i + ".action", check.action());
            put("check." + i + ".code", check.code());
        }
        for (int i = 0; i < plan.sections().size(); i++) {
            put("section." + i + ".", plan.sections().get(i));
        }
    }

    private void put(PlannedBackup backup) {
        put("backup.directory", backup.directory());
        put("backup.id", backup.id());
        put("backup.started", backup.started());
        put("backup.host", backup.host());
        put("backup.product", backup.product());
        put("backup.version", backup.version());
    }

    private void put(String prefix, SectionPlan section) {
        put(prefix + "id", section.id());
        put(prefix + "title", section.title());
        put(prefix + "added", section.added().count() + " " + section.added().bytes());
        put(
                prefix + "changed",
                section.changed().count() + " " + section.changed().bytes());
        put(
                prefix + "removed",
                section.removed().count() + " " + section.removed().bytes());
        for (int i = 0; i < section.entries().size(); i++) {
            PlannedChange change = section.entries().get(i);
            String differences =
                    change.differences().stream().sorted().map(Difference::name).collect(Collectors.joining(","));
            put(
                    prefix + "entry." + i,
                    String.join(
                            " ",
                            change.kind().name(),
                            change.type().name(),
                            Long.toString(change.bytesNow()),
                            Long.toString(change.bytesThen()),
                            differences.isEmpty() ? "-" : differences,
                            change.path()));
        }
    }

    private StoredPlan toStoredPlan() {
        Optional<PlannedBackup> backup = properties.containsKey("backup.id")
                ? Optional.of(new PlannedBackup(
                        get("backup.directory"),
                        get("backup.id"),
                        Instant.parse(get("backup.started")),
                        get("backup.host"),
                        get("backup.product"),
                        get("backup.version")))
                : Optional.empty();
        List<RestoreCheck> checks = new ArrayList<>();
        for (int i = 0; properties.containsKey("check." + i + ".id"); i++) {
            checks.add(new RestoreCheck(
                    get("check." + i + ".id"),
                    constant(RestoreCheck.Result.class, get("check." + i + ".result")),
                    get("check." + i + ".message"),
                    get("check." + i + ".action"),
                    properties.getProperty("check." + i + ".code", "")));
        }
        List<SectionPlan> sections = new ArrayList<>();
        for (int i = 0; properties.containsKey("section." + i + ".id"); i++) {
            sections.add(section("section." + i + "."));
        }
        RestoreSelection selection = new RestoreSelection(
                constant(RestoreSelection.Scope.class, get("selection.scope")),
                getAll("selection.section"),
                getAll("selection.path"),
                Boolean.parseBoolean(properties.getProperty("selection.drop-omitted")));
        RestorePlan plan = new RestorePlan(
                get("id"),
                Instant.parse(get("made")),
                new Target(get("target.hostname"), get("target.username"), get("target.path")),
                selection,
                backup,
                checks,
                sections);
        return new StoredPlan(plan, Boolean.parseBoolean(get("itself")), get("manifest.sha256"), get("present.sha256"));
    }

    private SectionPlan section(String prefix) {
        List<PlannedChange> entries = new ArrayList<>();
        for (int i = 0; properties.containsKey(prefix + "entry." + i); i++) {
            entries.add(change(get(prefix + "entry." + i).split(" ", 6)));
        }
        return new SectionPlan(
                get(prefix + "id"),
                get(prefix + "title"),
                total(prefix + "added"),
                total(prefix + "changed"),
                total(prefix + "removed"),
                entries);
    }

    private static PlannedChange change(String[] fields) {
        if (fields.length != 6) {
            throw new IllegalArgumentException("a change has [" + fields.length + "] fields");
        }
        Set<Difference> differences = fields[4].equals("-")
                ? Set.of()
                : Arrays.stream(fields[4].split(",", 0))
                        .map(name -> constant(Difference.class, name))
                        .collect(Collectors.toSet());
        return new PlannedChange(
                fields[5],
                constant(Kind.class, fields[0]),
                constant(Type.class, fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                differences);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("[" + name + "] is unknown"));
    }

    private Total total(String key) {
        String[] fields = get(key).split(" ", 2);
        return new Total(Long.parseLong(fields[0]), Long.parseLong(fields[fields.length - 1]));
    }

    private void put(String key, Object value) {
        properties.setProperty(key, value.toString());
    }

    private void putAll(String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            put(key + "." + i, values.get(i));
        }
    }

    private List<String> getAll(String key) {
        List<String> values = new ArrayList<>();
        for (int i = 0; properties.containsKey(key + "." + i); i++) {
            values.add(get(key + "." + i));
        }
        return values;
    }

    private String get(String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("[" + key + "] is missing");
        }
        return value;
    }
}
