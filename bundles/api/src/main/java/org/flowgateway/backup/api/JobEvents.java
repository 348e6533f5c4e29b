package org.flowgateway.backup.api;

/** Events of jobs, as delivered by the OSGi Event Admin service. An event holds a {@link Job} and no secret. */
public final class JobEvents {

    /** Topic filter of all events, for a handler's {@code event.topics}. */
    public static final String ALL_TOPICS = "org/flowgateway/backup/job/*";

    /** Topic: a job took the operation slot. */
    public static final String STARTED = "org/flowgateway/backup/job/STARTED";

    /** Topic: a job entered its next phase. */
    public static final String PHASE = "org/flowgateway/backup/job/PHASE";

    /** Topic: a job ended, in any state. */
    public static final String ENDED = "org/flowgateway/backup/job/ENDED";

    /** Event property: the {@link Job} at that moment. */
    public static final String JOB = "job";

    private JobEvents() {}
}
