package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.glassfish.jersey.server.model.Resource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.ApplicationDTO;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Readiness of the services 1.0 and 1.1.
 *
 * <p>A registered job service is not enough. The whiteboard publishes the resources asynchronously and removes all of them for a moment when
 * bundles are refreshed, so it is asked. It lists a resource before requests reach it, so the application that serves the request is asked too.
 * The services change while this component stays. They are fields, not constructor parameters, since a new instance would itself make the
 * whiteboard publish again.
 */
@Component(service = ServiceReadiness.class)
public final class ServiceReadiness {

    private static final Set<Class<?>> SERVED = Set.of(
            BackupResource.class,
            RestoreResource.class,
            JobResource.class,
            PlanResource.class,
            PlannedRestoreResource.class,
            KeepaliveResource.class,
            AuthInfoResource.class);
    private static final Set<String> NEEDED = Set.of(
            BackupResource.NAME,
            RestoreResource.NAME,
            JobResource.NAME,
            PlanResource.NAME,
            PlannedRestoreResource.NAME,
            KeepaliveResource.NAME,
            AuthInfoResource.NAME);

    private final Supplier<JobService> jobs;
    private final Supplier<JakartarsServiceRuntime> whiteboard;
    private final Runnable release;

    /** Parts of the gateway that report problems. */
    volatile Supplier<List<ReadinessReporter>> reporters = List::of;

    /** Starts trackers of both services: a reference of Declarative Services once stayed empty for ever when one service replaced another. */
    @Activate
    public ServiceReadiness(BundleContext context) {
        ServiceTracker<JobService, JobService> trackedJobs = new ServiceTracker<>(context, JobService.class, null);
        ServiceTracker<JakartarsServiceRuntime, JakartarsServiceRuntime> trackedWhiteboard =
                new ServiceTracker<>(context, JakartarsServiceRuntime.class, null);
        trackedJobs.open();
        trackedWhiteboard.open();
        this.jobs = trackedJobs::getService;
        this.whiteboard = trackedWhiteboard::getService;
        ReadinessReporters trackedReporters = new ReadinessReporters(context);
        this.reporters = trackedReporters;
        this.release = () -> {
            trackedReporters.close();
            trackedJobs.close();
            trackedWhiteboard.close();
        };
    }

    /**
     * Creates readiness over given services.
     *
     * @param jobs the job service; {@code null} while there is none
     * @param whiteboard the whiteboard; {@code null} while there is none
     */
    ServiceReadiness(Supplier<JobService> jobs, Supplier<JakartarsServiceRuntime> whiteboard) {
        this.jobs = jobs;
        this.whiteboard = whiteboard;
        this.release = () -> {};
    }

    @Deactivate
    void stop() {
        release.run();
    }

    /**
     * Returns the job service. Resources outlive it and answer 503 meanwhile.
     *
     * @throws NotReadyException if it is not there
     */
    JobService jobs() throws NotReadyException {
        JobService present = jobs.get();
        if (present == null) {
            checkNoProblem();
            throw starting();
        }
        return present;
    }

    /**
     * Returns the job service on behalf of a request's user.
     *
     * @throws NotReadyException if it is not there
     */
    JobService jobs(SecurityContext security) throws NotReadyException {
        return jobs().onBehalfOf(AuthenticatedUser.of(security).actor());
    }

    /**
     * Checks that every resource of both services answers.
     *
     * @param application the application that serves the request
     * @throws NotReadyException saying what is missing
     */
    void check(ExtendedResourceContext application) throws NotReadyException {
        checkNoProblem();
        JobService presentJobs = jobs();
        JakartarsServiceRuntime presentWhiteboard = whiteboard.get();
        if (presentWhiteboard == null
                || !published(presentWhiteboard).containsAll(NEEDED)
                || !served(application).containsAll(SERVED)) {
            throw starting();
        }
        presentJobs.checkReady();
    }

    /** Problems that do not prevent readiness, for a person. */
    List<String> degradations() {
        return problems(problem -> !problem.preventsReadiness()).stream()
                .map(Message::text)
                .toList();
    }

    /** Refuses with all problems at once, so that an operator can fix them together. */
    private void checkNoProblem() throws NotReadyException {
        List<Message> problems = problems(ReadinessProblem::preventsReadiness);
        if (problems.size() == 1) {
            throw new NotReadyException(problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new NotReadyException(problems.stream().map(Message::text).collect(Collectors.joining("\n")));
        }
    }

    private List<Message> problems(Predicate<ReadinessProblem> wanted) {
        return reporters.get().stream()
                .flatMap(reporter -> reporter.problems().stream())
                .filter(wanted)
                .map(ReadinessProblem::description)
                .distinct()
                .sorted(Comparator.comparing(Message::text))
                .toList();
    }

    private static NotReadyException starting() {
        return new NotReadyException(HttpMessage.STARTING.with());
    }

    private static Set<Class<?>> served(ExtendedResourceContext application) {
        Set<Class<?>> classes = new HashSet<>();
        for (Resource resource : application.getResourceModel().getRootResources()) {
            classes.addAll(resource.getHandlerClasses());
            resource.getHandlerInstances().forEach(instance -> classes.add(instance.getClass()));
        }
        return classes;
    }

    private static Set<String> published(JakartarsServiceRuntime whiteboard) {
        Set<String> names = new HashSet<>();
        ApplicationDTO application = whiteboard.getRuntimeDTO().defaultApplication;
        if (application != null && application.resourceDTOs != null) {
            Arrays.stream(application.resourceDTOs).forEach(resource -> names.add(resource.name));
        }
        return names;
    }
}
