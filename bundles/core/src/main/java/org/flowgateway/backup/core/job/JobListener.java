package org.flowgateway.backup.core.job;

import org.flowgateway.backup.api.Job;

/** Is told what happens to a job, on the job's own thread, in order. Must not block and must not throw. */
@FunctionalInterface
public interface JobListener {

    /**
     * @param topic one of the topics of {@code JobEvents}
     * @param job the job at that moment
     */
    void event(String topic, Job job);
}
