package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watcher of the users file that reads its content each second. It detects every kind of change: a write in place, or a replacement by rename as
 * {@code sed -i} and most editors do. Neither a file's times nor events of its directory reveal every change, and the file is small. Plain
 * passwords are replaced once the content was the same twice in a row, so that a partial write is never taken for the whole.
 */
final class UserFileWatcher implements ReadinessReporter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UserFileWatcher.class);
    private static final long SECONDS = 1;

    private final GatewayUsers users;
    private final FirstUser first;
    private final String adminUser;
    private final Consumer<String> changes;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "gateway-users");
        made.setDaemon(true);
        return made;
    });
    private byte[] seen = new byte[0];
    private byte[] stable = new byte[0];
    private Optional<Map<String, UserFileLine>> known = Optional.empty();
    private volatile Optional<ReadinessProblem> problem = Optional.empty();

    /**
     * Creates the watcher.
     *
     * @param changes consumer of each change of a user, as text for the audit log
     */
    UserFileWatcher(GatewayUsers users, FirstUser first, String adminUser, Consumer<String> changes) {
        this.users = users;
        this.first = first;
        this.adminUser = adminUser;
        this.changes = changes;
    }

    /** Applies the current content, and starts the timer. */
    UserFileWatcher start() {
        inspectTwice();
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::inspect, SECONDS, SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /** Applies the current content, which is known to be complete. */
    void inspectTwice() {
        inspect();
        inspect();
    }

    /** Inspects the file once; never throws, which would end the timer. */
    synchronized void inspect() {
        try {
            byte[] content = users.file().content();
            boolean twice = Arrays.equals(content, seen);
            seen = content;
            if (twice && !Arrays.equals(content, stable)) {
                apply(content);
            }
            problem = Optional.empty();
        } catch (IOException | RuntimeException e) {
            report(e);
        }
    }

    private void apply(byte[] content) throws IOException {
        StateDirectory.close(users.file().path());
        Map<String, UserFileLine> found = byName();
        known.ifPresent(before -> UserFileLine.describeChanges(before, found).forEach(changes));
        known = Optional.of(found);
        Set<String> replaced = users.hashPlain(content);
        if (!replaced.isEmpty()) {
            LOG.info(
                    "{}: the plain password of {} was replaced by its hash",
                    users.file().path(),
                    String.join(", ", replaced));
            known = Optional.of(byName());
            return; // The file has changed since, and is inspected again.
        }
        first.removeOutdated(adminUser);
        stable = content;
    }

    private Map<String, UserFileLine> byName() throws IOException {
        Map<String, UserFileLine> byName = new TreeMap<>();
        users.file().lines().forEach(line -> byName.put(line.name(), line));
        return byName;
    }

    /** Accepts a change by this gateway itself, which is audited already. */
    synchronized void acceptOwnChange() {
        try {
            known = Optional.of(byName());
            inspectTwice();
        } catch (IOException e) {
            report(e);
        }
    }

    private void report(Exception failure) {
        boolean missing = Files.notExists(users.file().path());
        AccessMessage message = missing ? AccessMessage.USERS_FILE_MISSING : AccessMessage.USERS_FILE_INACCESSIBLE;
        ReadinessProblem found =
                ReadinessProblem.degraded(message.with(users.file().path()));
        if (!problem.equals(Optional.of(found))) {
            LOG.warn("{}", found.text());
            LOG.debug("The users file", failure);
        }
        problem = Optional.of(found);
    }

    @Override
    public List<ReadinessProblem> problems() {
        return problem.map(List::of).orElse(List.of());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
