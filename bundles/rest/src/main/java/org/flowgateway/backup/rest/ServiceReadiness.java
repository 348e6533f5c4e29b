package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.NotReadyException;
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
 * Whether the whole of 1.0 and 1.1 answers.
 *
 * <p>That the job service is there is not enough: the whiteboard publishes the resources at its own pace, and takes all of them away for
 * a moment when bundles are refreshed. So it is asked; and since it lists a resource before requests reach it, the
 * application that serves the request is asked too. The services come and go while this stays: fields, not constructor parameters,
 * since a new instance would itself make the whiteboard publish anew.
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

    /** Parts of the gateway that know of problems. */
    volatile Supplier<List<ReadinessReporter>> reporters = List::of;

    /** Follows both services by itself: when one took the place of another, a reference of Declarative Services once stayed empty for ever. */
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
     * @param jobs gives {@code null} while there is no job service
     * @param whiteboard gives {@code null} while there is none
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
     * The job service, for the resources: they stay when it goes, and say so.
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
     * The job service on behalf of the caller of a request.
     *
     * @throws NotReadyException if it is not there
     */
    JobService jobs(SecurityContext security) throws NotReadyException {
        return jobs().onBehalfOf(AuthenticatedUser.of(security).actor());
    }

    /**
     * Checks.
     *
     * @param application what serves the request
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

    /** What is wrong although the gateway is ready, in words for a person. */
    List<String> degradations() {
        return texts(problem -> !problem.preventsReadiness());
    }

    /** All of them at once, since who corrects one should not find the next only then. */
    private void checkNoProblem() throws NotReadyException {
        List<String> texts = texts(ReadinessProblem::preventsReadiness);
        if (!texts.isEmpty()) {
            throw new NotReadyException(String.join("\n", texts));
        }
    }

    private List<String> texts(Predicate<ReadinessProblem> wanted) {
        return reporters.get().stream()
                .flatMap(reporter -> reporter.problems().stream())
                .filter(wanted)
                .map(ReadinessProblem::text)
                .distinct()
                .sorted()
                .toList();
    }

    private static NotReadyException starting() {
        return new NotReadyException("The gateway is starting; try again in a few seconds");
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
