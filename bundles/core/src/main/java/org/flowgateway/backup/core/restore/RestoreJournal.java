package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.flowgateway.backup.core.DurableFiles;

/**
 * What must be known to take a restore back, or to finish it, after a crash. It holds every path, so that no section's bundle and no
 * configuration is needed for it.
 *
 * @param jobId the restore
 * @param step how far it is
 * @param exchanges all sections that are exchanged, in order
 * @param madeDirectories directories above the roots that did not exist before, outermost first
 */
record RestoreJournal(String jobId, Step step, List<Exchange> exchanges, List<Path> madeDirectories) {

    /** The steps, in order; each is on disk before anything of it is done. */
    enum Step {
        /** The restored state is being made beside the old one, which nobody has touched. */
        STAGING,
        /** Old and restored states are changing places. Until the next step, everything is taken back. */
        SWAPPING,
        /** The restored state is final. Only the old state is left to be dropped. */
        COMMITTED
    }

    RestoreJournal {
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(step, "step");
        exchanges = List.copyOf(exchanges);
        madeDirectories = List.copyOf(madeDirectories);
    }

    RestoreJournal at(Step next) {
        return new RestoreJournal(jobId, next, exchanges, madeDirectories);
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("job", jobId);
        properties.setProperty("step", step.name());
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            properties.setProperty("exchange." + i + ".root", exchange.root().toString());
            properties.setProperty("exchange." + i + ".staged", exchange.staged().toString());
            properties.setProperty("exchange." + i + ".old", exchange.old().toString());
            properties.setProperty("exchange." + i + ".existed", Boolean.toString(exchange.existed()));
        }
        for (int i = 0; i < madeDirectories.size(); i++) {
            properties.setProperty("made." + i, madeDirectories.get(i).toString());
        }
        StringWriter text = new StringWriter();
        properties.store(text, null);
        DurableFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a journal.
     *
     * @return empty if there is none
     * @throws IOException if there is one that cannot be understood
     */
    static Optional<RestoreJournal> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; properties.containsKey("exchange." + i + ".root"); i++) {
                exchanges.add(new Exchange(path(properties, "exchange." + i + ".root"), path(properties, "exchange." + i + ".staged"),
                        path(properties, "exchange." + i + ".old"), Boolean.parseBoolean(value(properties, "exchange." + i + ".existed"))));
            }
            List<Path> made = new ArrayList<>();
            for (int i = 0; properties.containsKey("made." + i); i++) {
                made.add(path(properties, "made." + i));
            }
            return Optional.of(new RestoreJournal(value(properties, "job"), Step.valueOf(value(properties, "step")), exchanges, made));
        } catch (IllegalArgumentException e) {
            throw new IOException("The restore journal " + file + " cannot be understood: " + e.getMessage(), e);
        }
    }

    private static Path path(Properties properties, String key) {
        return Path.of(value(properties, key));
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("[" + key + "] is missing");
        }
        return value;
    }
}
