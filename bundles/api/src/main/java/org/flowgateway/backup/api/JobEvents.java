package org.flowgateway.backup.api;

/** The events of jobs, as the OSGi Event Admin service delivers them. Handlers get no secret: an event holds what {@link Job} holds. */
public final class JobEvents {

    /** All topics, for a handler's {@code event.topics}. */
    public static final String ALL_TOPICS = "org/flowgateway/backup/job/*";

    /** A job took the operation slot. */
    public static final String STARTED = "org/flowgateway/backup/job/STARTED";

    /** A job passed on to its next phase. */
    public static final String PHASE = "org/flowgateway/backup/job/PHASE";

    /** A job ended, in whatever state. */
    public static final String ENDED = "org/flowgateway/backup/job/ENDED";

    /** Event property: the {@link Job} as it was at that moment. */
    public static final String JOB = "job";

    private JobEvents() {}
}
