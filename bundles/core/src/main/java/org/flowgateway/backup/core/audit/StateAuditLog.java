package org.flowgateway.backup.core.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.AuditLog;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.settings.CoreConfiguration;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit log below {@code audit/} of the state directory: {@code logins.log}, and {@code actions.log} for everything else. They are
 * separate so that failed logins, which anybody can cause, never rotate the record of actions away. Each file has at most 4 MiB and at
 * most nine predecessors.
 *
 * <p>A line that cannot be written does not prevent the action: a full disk must not lock administrators out. The line goes to the
 * gateway's log, and the gateway reports a problem.
 */
@Component(
        service = {AuditLog.class, ReadinessReporter.class},
        immediate = true,
        configurationPid = CoreConfiguration.PID)
public final class StateAuditLog implements AuditLog, ReadinessReporter {

    private static final Logger LOG = LoggerFactory.getLogger(StateAuditLog.class);
    private static final long MAX_BYTES = 4L << 20;
    private static final int MAX_PREDECESSORS = 9;

    private final Clock clock;
    private Optional<Path> directory = Optional.empty();
    private AuditFile logins;
    private AuditFile actions;
    private volatile Optional<ReadinessProblem> problem = Optional.empty();

    /** Writes to the state directory of the configuration. */
    @Activate
    public StateAuditLog(CoreConfiguration configuration) {
        this(Clock.systemDefaultZone());
        modified(configuration);
    }

    StateAuditLog(Clock clock) {
        this.clock = clock;
    }

    /** Changes the state directory. The job service reports a bad one; it has no effect here. */
    @Modified
    void modified(CoreConfiguration configuration) {
        try {
            String state = configuration.state$_$dir();
            if (state != null && !state.isBlank()) {
                use(Path.of(state.strip()).toAbsolutePath().normalize());
            }
        } catch (InvalidPathException e) {
            LOG.debug("The state directory stays as it is", e);
        }
    }

    /** Writes below this state directory from now on. */
    synchronized StateAuditLog use(Path stateDirectory) {
        Path below = stateDirectory.resolve("audit");
        if (!directory.equals(Optional.of(below))) {
            directory = Optional.of(below);
            logins = new AuditFile(below.resolve("logins.log"), MAX_BYTES, MAX_PREDECESSORS);
            actions = new AuditFile(below.resolve("actions.log"), MAX_BYTES, MAX_PREDECESSORS);
        }
        return this;
    }

    @Override
    public synchronized void write(AuditEvent event) {
        byte[] line = AuditLine.of(OffsetDateTime.now(clock), event);
        try {
            if (directory.isEmpty()) {
                LOG.warn("Audit, before the state directory is known: {}", text(line));
                return;
            }
            Files.createDirectories(
                    directory.get(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            (event.action() == AuditEvent.Action.LOGIN ? logins : actions).append(line);
            problem = Optional.empty();
        } catch (IOException | RuntimeException e) {
            report(e);
            LOG.warn("Audit: {}", text(line));
        }
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII).strip();
    }

    /** Reports a failure, in the log once until a line can be written again. */
    private void report(Exception failure) {
        String file = failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : directory.get().toString();
        ReadinessProblem found =
                ReadinessProblem.degraded(describe(file, failure).text());
        if (!problem.equals(Optional.of(found))) {
            LOG.error("{}", found.text());
            LOG.debug("The audit log cannot be written", failure);
        }
        problem = Optional.of(found);
    }

    private static Message describe(String file, Exception failure) {
        if (failure instanceof IOException io) {
            Message reason = FileFailures.describe(io);
            return AuditMessage.LOG_NOT_WRITABLE.with(file, reason.summary(), reason.action());
        }
        return AuditMessage.LOG_FAILED.with(file);
    }

    @Override
    public List<ReadinessProblem> problems() {
        return problem.map(List::of).orElse(List.of());
    }
}
