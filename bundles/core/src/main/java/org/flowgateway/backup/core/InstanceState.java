package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.flowgateway.backup.core.instance.StateDirectoryHeldException;
import org.flowgateway.backup.core.instance.StateFiles;
import org.flowgateway.backup.core.instance.StateLock;
import org.flowgateway.backup.core.job.JobStore;
import org.flowgateway.backup.core.plan.PlanStore;
import org.flowgateway.backup.core.section.PendingSectionCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State directory of one instance, locked and read.
 *
 * @param directory its files
 * @param lock keeps other instances away
 * @param jobs records of jobs
 * @param plans plans of restores
 * @param pendingCalls section calls that must still be made
 */
record InstanceState(
        StateFiles directory, StateLock lock, JobStore jobs, PlanStore plans, PendingSectionCalls pendingCalls)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceState.class);

    /**
     * Locks and reads a state directory, and creates it first if it does not exist.
     *
     * @param started time of this instance's start
     * @throws StateDirectoryHeldException if another instance works with the state directory
     * @throws IOException if the state directory cannot be used
     */
    static InstanceState open(Path path, Instant started) throws StateDirectoryHeldException, IOException {
        StateFiles directory = new StateFiles(path);
        StateFiles.create(directory.jobs());
        StateLock lock = StateLock.take(path, started);
        try {
            return new InstanceState(
                    directory,
                    lock,
                    new JobStore(directory.jobs()),
                    new PlanStore(StateFiles.create(directory.plans())),
                    new PendingSectionCalls(directory.pendingCalls()));
        } catch (IOException | RuntimeException | Error e) {
            release(lock, path);
            throw e;
        }
    }

    /** Releases the state directory for other instances. */
    @Override
    public void close() {
        release(lock, directory.path());
    }

    private static void release(StateLock lock, Path path) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.error(
                    "The lock of the state directory {} could not be released; the end of the process does that",
                    path,
                    e);
        }
    }
}
