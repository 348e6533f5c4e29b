package org.flowgateway.backup.core.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.AuditLog;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
import org.flowgateway.backup.api.JobState;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces starts and ends of jobs in the gateway's log and in the audit log, and every step to the event service. Thread-safe. */
public final class JobAnnouncer implements JobListener {

    private static final Logger LOG = LoggerFactory.getLogger(JobAnnouncer.class);

    private final Supplier<Optional<EventAdmin>> events;
    private final AuditLog audit;

    /** @param events takes what happens to jobs, if anybody does */
    public JobAnnouncer(Supplier<Optional<EventAdmin>> events, AuditLog audit) {
        this.events = events;
        this.audit = audit;
    }

    @Override
    public void event(String topic, Job job) {
        switch (topic) {
            case JobEvents.STARTED -> started(job);
            case JobEvents.ENDED -> ended(job);
            default -> {}
        }
        post(topic, job);
    }

    private void started(Job job) {
        LOG.info(
                "Job {} started{}: {} {}",
                job.id(),
                by(job.startedBy()),
                job.operation().noun(),
                target(job));
        audit.write(new AuditEvent(job.startedBy(), AuditEvent.Action.START, object(job), AuditEvent.OK, job.id()));
    }

    /** Logs and audits the end of a job, including one that a stop of the gateway interrupted. */
    public void ended(Job job) {
        String seconds = job.ended()
                .map(end -> Math.max(1, Duration.between(job.started(), end).toSeconds()) + " s")
                .orElse("");
        if (job.state() == JobState.COMPLETED) {
            LOG.info(
                    "Job {} completed after {}: {} {}",
                    job.id(),
                    seconds,
                    job.operation().noun(),
                    target(job));
        } else if (job.state() == JobState.CANCELLED) {
            LOG.info(
                    "{} (job {} after {}: {} {})",
                    reason(job),
                    job.id(),
                    seconds,
                    job.operation().noun(),
                    target(job));
        } else {
            LOG.error(
                    "{} (job {} failed after {}: {} {})",
                    reason(job),
                    job.id(),
                    seconds,
                    job.operation().noun(),
                    target(job));
        }
        String result = job.state() == JobState.COMPLETED ? job.state().name() : job.state() + ": " + reason(job);
        audit.write(new AuditEvent(job.startedBy(), AuditEvent.Action.END, object(job), result, job.id()));
    }

    private static String reason(Job job) {
        return job.message().lines().findFirst().orElse("");
    }

    /** Operation and target, as recorded in the audit log. */
    private static String object(Job job) {
        return job.operation().noun() + " " + target(job);
    }

    private static String target(Job job) {
        return SafeText.of(job.target().hostname() + " " + job.target().path()).strip();
    }

    private static String by(Actor actor) {
        String user = actor.user().isEmpty() ? "" : " by " + SafeText.of(actor.user());
        return user + (actor.address().isEmpty() ? "" : " from " + SafeText.of(actor.address()));
    }

    /** Posts an event. A failing event service does not affect the job. */
    private void post(String topic, Job job) {
        try {
            events.get().ifPresent(service -> service.postEvent(new Event(topic, Map.of(JobEvents.JOB, job))));
        } catch (RuntimeException e) {
            LOG.warn("The event {} of job {} cannot be posted", topic, job.id(), e);
        }
    }
}
