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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the users file each second, however it was changed: written in place, or replaced by rename as {@code sed -i} and most editors do.
 * It reads the content itself, which is small: neither a file's times nor events of its directory tell every change. Plain passwords
 * are replaced once the content was the same twice in a row, so that nobody's half of a write is taken for the whole.
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
    private byte[] settled = new byte[0];
    private Optional<Map<String, UserFileLine>> known = Optional.empty();
    private volatile Optional<ReadinessProblem> problem = Optional.empty();

    /** @param changes is told of each change that somebody made to a user, in words for the audit log */
    UserFileWatcher(GatewayUsers users, FirstUser first, String adminUser, Consumer<String> changes) {
        this.users = users;
        this.first = first;
        this.adminUser = adminUser;
        this.changes = changes;
    }

    /** Replaces what stands there now, and goes on looking. */
    UserFileWatcher start() {
        lookTwice();
        thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /** Takes up what stands there now, whose writer is known to have finished. */
    void lookTwice() {
        look();
        look();
    }

    /** Looks once; never throws, which would end the looking. */
    synchronized void look() {
        try {
            byte[] content = users.file().content();
            boolean twice = Arrays.equals(content, seen);
            seen = content;
            if (twice && !Arrays.equals(content, settled)) {
                takeUp(content);
            }
            problem = Optional.empty();
        } catch (IOException | RuntimeException e) {
            report(e);
        }
    }

    private void takeUp(byte[] content) throws IOException {
        StateDirectory.close(users.file().path());
        Map<String, UserFileLine> found = byName();
        known.ifPresent(before -> UserFileLine.changes(before, found).forEach(changes));
        known = Optional.of(found);
        Set<String> replaced = users.hashPlain(content);
        if (!replaced.isEmpty()) {
            LOG.info(
                    "{}: the plain password of {} was replaced by its hash",
                    users.file().path(),
                    String.join(", ", replaced));
            known = Optional.of(byName());
            return; // The file is another one now, and is looked at again.
        }
        first.removeOutdated(adminUser);
        settled = content;
    }

    private Map<String, UserFileLine> byName() throws IOException {
        Map<String, UserFileLine> byName = new TreeMap<>();
        users.file().lines().forEach(line -> byName.put(line.name(), line));
        return byName;
    }

    /** Takes up what this gateway itself has just written, which is audited already. */
    synchronized void lookAtOwn() {
        try {
            known = Optional.of(byName());
            lookTwice();
        } catch (IOException e) {
            report(e);
        }
    }

    private void report(Exception failure) {
        boolean missing = Files.notExists(users.file().path());
        ReadinessProblem found = ReadinessProblem.degraded(
                missing
                        ? users.file().path()
                                + " is missing, so nobody of it can log in. Put it back, or start the gateway again, which makes a new one"
                        : users.file().path()
                                + " cannot be read or written: give the gateway's user the right to it, and free space there");
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
