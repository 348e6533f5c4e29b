package org.flowgateway.backup.core.job;

import org.flowgateway.backup.api.Job;

/** Listener for events of a job, called on the job's own thread, in order. It MUST NOT block and MUST NOT throw. */
@FunctionalInterface
public interface JobListener {

    /**
     * @param topic one of the topics of {@code JobEvents}
     * @param job the job at that moment
     */
    void event(String topic, Job job);
}
