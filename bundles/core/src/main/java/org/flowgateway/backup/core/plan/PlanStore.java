package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flowgateway.backup.core.file.DurableFiles;
import org.flowgateway.backup.core.prepare.StoredPlan;

/** The latest plans, one file each: the list of changes of a large gateway is too long for memory. Thread-safe. */
public final class PlanStore {

    private static final int MAX_PLANS = 8;
    private static final String SUFFIX = ".properties";
    private static final Pattern ID = Pattern.compile("plan-[0-9]{1,18}");

    private final Path directory;

    /** @param directory holds the plans; it must exist */
    public PlanStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Stores a plan, and deletes the oldest ones.
     *
     * @throws IOException if it cannot be written
     */
    synchronized void save(StoredPlan plan) throws IOException {
        StringWriter text = new StringWriter();
        PlanFormat.write(plan, text);
        DurableFiles.replace(file(plan.plan().id()), text.toString().getBytes(StandardCharsets.UTF_8));
        List<Path> plans = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "plan-*" + SUFFIX)) {
            files.forEach(plans::add);
        }
        // Numbers with more digits are later ones.
        plans.sort(Comparator.<Path>comparingInt(
                        file -> file.getFileName().toString().length())
                .thenComparing(Comparator.naturalOrder()));
        for (Path oldest : plans.subList(0, Math.max(0, plans.size() - MAX_PLANS))) {
            Files.deleteIfExists(oldest);
        }
    }

    /**
     * Reads a plan.
     *
     * @return empty if no plan has this id
     * @throws IOException if the plan cannot be read
     */
    public synchronized Optional<StoredPlan> find(String id) throws IOException {
        if (!ID.matcher(id).matches() || Files.notExists(file(id))) {
            return Optional.empty();
        }
        try (Reader text = Files.newBufferedReader(file(id))) {
            return Optional.of(PlanFormat.read(text));
        }
    }

    private Path file(String id) {
        return directory.resolve(id + SUFFIX);
    }
}
