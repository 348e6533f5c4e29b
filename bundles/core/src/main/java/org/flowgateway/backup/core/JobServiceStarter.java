package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.instance.StateDirectoryHeldException;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starter of the job service, on a thread of its own. It starts the service as soon as there are settings and no other instance holds the
 * state directory. After a change of the state directory it starts the service again, once no job runs. Meanwhile it reports what it
 * waits for. Thread-safe.
 */
final class JobServiceStarter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobServiceStarter.class);
    private static final long RETRY_MILLIS = 500;
    private static final ThreadFactory THREADS = task -> {
        Thread thread = new Thread(task, "gateway-backup-start");
        thread.setDaemon(true);
        return thread;
    };

    private final JobEnvironment environment;
    private final Consumer<JobServiceInstance> started;
    private final Runnable stopping;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(THREADS);
    private volatile ReadinessProblem problem;
    private JobServiceInstance service;

    /**
     * Begins to try.
     *
     * @param started takes the service once it is there
     * @param stopping is run before the service is stopped
     */
    JobServiceStarter(JobEnvironment environment, Consumer<JobServiceInstance> started, Runnable stopping) {
        this.environment = environment;
        this.started = started;
        this.stopping = stopping;
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::checkState, 0, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The problem that prevents the service from starting, if there is one. */
    List<ReadinessProblem> problems() {
        return Optional.ofNullable(problem).map(List::of).orElse(List.of());
    }

    private void checkState() {
        CoreSettings settings = environment.settings().get();
        if (settings == null) {
            return; // Whoever has them says why there are none.
        }
        JobServiceInstance current = service();
        if (current != null && !current.stateDirectory().equals(settings.stateDirectory()) && current.stopIfIdle()) {
            LOG.info("The state directory is {} from now on", settings.stateDirectory());
            stopping.run();
            set(null);
            current = null;
        }
        if (current == null) {
            start();
        }
    }

    private void start() {
        try {
            JobServiceInstance created = new JobServiceInstance(environment);
            if (set(created)) {
                problem = null;
                started.accept(created);
            } else {
                created.stop(); // Closed meanwhile.
            }
        } catch (StateDirectoryHeldException e) {
            report(e.description(), null);
        } catch (IOException e) {
            report(describe(e), e);
        } catch (RuntimeException | Error e) {
            report(JobServiceMessage.START_FAILED.with(), e);
        }
    }

    /** A file system's exception may have the name of a file as its whole message. */
    private static Message describe(IOException failure) {
        Message reason = FileFailures.describe(failure);
        return failure instanceof FileSystemException named && named.getFile() != null
                ? JobServiceMessage.RECOVERY_FAILED_ON_FILE.with(named.getFile(), reason.summary(), reason.action())
                : JobServiceMessage.RECOVERY_FAILED.with(reason.summary(), reason.action());
    }

    /** Logs a problem once, however often it recurs. */
    private void report(Message message, Throwable cause) {
        String text = message.text();
        if (problem == null || !problem.text().equals(text)) {
            LOG.error("The gateway is not ready: {}", text, cause);
        }
        problem = ReadinessProblem.notReady(text);
    }

    private synchronized JobServiceInstance service() {
        return service;
    }

    /** @return {@code false} after this was closed */
    private synchronized boolean set(JobServiceInstance created) {
        if (thread.isShutdown()) {
            return false;
        }
        service = created;
        return true;
    }

    /** Stops the service, as {@link JobServiceInstance#stop} does. */
    @Override
    public void close() {
        JobServiceInstance current;
        synchronized (this) {
            thread.shutdown();
            current = service;
        }
        stopping.run();
        if (current != null) {
            current.stop();
        }
    }
}
