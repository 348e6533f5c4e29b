package org.flowgateway.backup.core.job;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Job records as Java properties: readable with any editor, and no library is needed. */
final class JobRecordFormat {

    /** Format version; records of version 1 do not contain it. */
    private static final int VERSION = 1;

    private JobRecordFormat() {}

    static String write(JobRecord record) {
        Properties properties = new Properties();
        properties.setProperty("version", Integer.toString(VERSION));
        properties.setProperty("number", Long.toString(record.number()));
        write(properties, record.job());
        properties.setProperty("place.scheme", record.target().scheme());
        properties.setProperty("place.address", record.target().address());
        properties.setProperty("place.username", record.target().username());
        properties.setProperty("place.path", record.target().path());
        record.claim().ifPresent(claim -> {
            properties.setProperty("claim.directory", claim.directory());
            properties.setProperty("claim.first.length", Long.toString(claim.firstLength()));
            properties.setProperty("claim.first.sha256", claim.firstSha256());
            properties.setProperty("claim.confirmed", Boolean.toString(claim.confirmed()));
        });
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(Properties properties, Job job) {
        properties.setProperty("id", job.id());
        properties.setProperty("operation", job.operation().name());
        properties.setProperty("state", job.state().name());
        properties.setProperty("phase", job.phase().name());
        properties.setProperty("target.hostname", job.target().hostname());
        properties.setProperty("target.username", job.target().username());
        properties.setProperty("target.path", job.target().path());
        properties.setProperty("backup.directory", job.backupDirectory());
        properties.setProperty("started", job.started().toString());
        properties.setProperty("started.user", job.startedBy().user());
        properties.setProperty("started.address", job.startedBy().address());
        job.ended().ifPresent(ended -> properties.setProperty("ended", ended.toString()));
        properties.setProperty("message", job.message());
        properties.setProperty("progress.entries", Long.toString(job.progress().entries()));
        properties.setProperty("progress.plain", Long.toString(job.progress().plainBytes()));
        properties.setProperty("progress.stored", Long.toString(job.progress().storedBytes()));
        job.error().ifPresent(error -> {
            properties.setProperty("error.code", error.code());
            properties.setProperty("error.summary", error.summary());
            properties.setProperty("error.action", error.action());
        });
        write(properties, "warning.", job.warnings());
        write(properties, "note.", job.notes());
    }

    private static void write(Properties properties, String prefix, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            properties.setProperty(prefix + i, lines.get(i));
        }
    }

    private static List<String> lines(Properties properties, String prefix) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; properties.containsKey(prefix + i); i++) {
            lines.add(properties.getProperty(prefix + i));
        }
        return lines;
    }

    /**
     * Reads a record.
     *
     * @throws LaterVersionException if a later version of the product wrote it, and means something by it that this one does not know
     * @throws IOException if the text is not a whole record
     */
    static JobRecord read(String text) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
            long number = number(properties, "number");
            if (Integer.parseInt(properties.getProperty("version", "1")) > VERSION) {
                throw new LaterVersionException(number, "version [" + value(properties, "version") + "]");
            }
            Job job = job(properties, number);
            TransportTarget target = new TransportTarget(
                    value(properties, "place.scheme"),
                    value(properties, "place.address"),
                    value(properties, "place.username"),
                    value(properties, "place.path"));
            return new JobRecord(number, job, target, claim(properties));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("Not a whole job record: " + e.getMessage(), e);
        }
    }

    private static Job job(Properties properties, long number) throws LaterVersionException {
        return new Job(
                value(properties, "id"),
                enumConstant(properties, number, "operation", Operation.class),
                enumConstant(properties, number, "state", JobState.class),
                enumConstant(properties, number, "phase", Phase.class),
                new Target(
                        value(properties, "target.hostname"),
                        value(properties, "target.username"),
                        value(properties, "target.path")),
                value(properties, "backup.directory"),
                Instant.parse(value(properties, "started")),
                Optional.ofNullable(properties.getProperty("ended")).map(Instant::parse),
                value(properties, "message"),
                new Progress(
                        number(properties, "progress.entries"),
                        number(properties, "progress.plain"),
                        number(properties, "progress.stored")),
                lines(properties, "warning."),
                lines(properties, "note."),
                // Earlier versions do not say who.
                new Actor(properties.getProperty("started.user", ""), properties.getProperty("started.address", "")),
                error(properties));
    }

    /** Reads the error, which earlier versions have in the message only. */
    private static Optional<Message> error(Properties properties) {
        return properties.containsKey("error.code")
                ? Optional.of(new Message(
                        value(properties, "error.code"),
                        value(properties, "error.summary"),
                        value(properties, "error.action")))
                : Optional.empty();
    }

    private static Optional<Claim> claim(Properties properties) {
        return properties.containsKey("claim.directory")
                ? Optional.of(new Claim(
                        value(properties, "claim.directory"),
                        number(properties, "claim.first.length"),
                        value(properties, "claim.first.sha256"),
                        Boolean.parseBoolean(value(properties, "claim.confirmed"))))
                : Optional.empty();
    }

    private static <E extends Enum<E>> E enumConstant(Properties properties, long number, String key, Class<E> type)
            throws LaterVersionException {
        String name = value(properties, key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        if (name.matches("[A-Z][A-Z0-9_]*")) {
            throw new LaterVersionException(number, key + " [" + name + "]");
        }
        throw new IllegalArgumentException(key + " [" + name + "] cannot be one");
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("[" + key + "] is missing");
        }
        return value;
    }

    private static long number(Properties properties, String key) {
        return Long.parseLong(value(properties, key));
    }
}
