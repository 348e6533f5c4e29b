package org.flowgateway.backup.core;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.AuditLog;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.instance.DirectoryLocks;
import org.flowgateway.backup.core.instance.LocalHostName;
import org.flowgateway.backup.core.settings.CoreConfiguration;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.InstalledTargetResolver;
import org.flowgateway.backup.core.transport.InstalledTransports;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.tree.FileTrees;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Component of the core. It survives every change of its configuration, including a bad or a missing one, so that no change ends a
 * running job. It registers the job service while there is one.
 */
@Component(
        service = ReadinessReporter.class,
        immediate = true,
        configurationPid = CoreConfiguration.PID,
        property = JobServiceComponent.MARK + "=true")
@Designate(ocd = CoreConfiguration.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.flowgateway.backup.api.JobService\"")
public final class JobServiceComponent implements ReadinessReporter {

    private static final Logger LOG = LoggerFactory.getLogger(JobServiceComponent.class);
    private static final String PRODUCT = "flow-gateway";

    /** Service property that marks this reporter, to exclude it from its own references. */
    static final String MARK = "org.flowgateway.backup.core";

    private final LastGoodSettings<CoreSettings> settings =
            new LastGoodSettings<>(CoreConfiguration.PID, CoreConfiguration.class);
    private final BundleContext context;
    private final PipelineWarmUpRun warmUp = new PipelineWarmUpRun();
    /** Tracks the event service without Declarative Services: an optional reference may stay empty when one service replaces another. */
    private final ServiceTracker<EventAdmin, EventAdmin> events;

    private final JobServiceStarter starter;
    private ServiceRegistration<JobService> registration;

    /** Problems of the other parts of the gateway. */
    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(!(" + MARK + "=true))")
    volatile List<ReadinessReporter> others = List.of();

    /**
     * @param trees opens the gateway's tree
     * @param audit records who did what
     * @param local is not used: the service is there only when localhost, which needs this transport, can be used
     */
    @Activate
    public JobServiceComponent(
            @Reference RegisteredSections sections,
            @Reference InstalledTransports transports,
            @Reference InstalledTargetResolver targets,
            @Reference FileTrees trees,
            @Reference(target = "(" + TransportProvider.SCHEME + "=" + InstalledTargetResolver.LOCAL + ")")
                    TransportProvider local,
            @Reference AuditLog audit,
            CoreConfiguration configuration,
            Map<String, Object> properties,
            BundleContext context) {
        this.context = context;
        this.events = new ServiceTracker<>(context, EventAdmin.class, null);
        events.open();
        modified(configuration, properties);
        settings.current().ifPresent(now -> warmUp.begin(now.capacity().zstdLevel()));
        starter = new JobServiceStarter(
                new JobEnvironment(
                        sections,
                        transports,
                        targets,
                        () -> settings.current().orElse(null),
                        this::problemsOfOthers,
                        trees,
                        new DirectoryLocks(trees),
                        new ProductInfo(
                                PRODUCT, context.getBundle().getVersion().toString(), LocalHostName.get()),
                        Clock.systemUTC(),
                        () -> Optional.ofNullable(events.getService()),
                        audit,
                        ArchiveCipher::forSealing),
                this::register,
                this::unregister);
    }

    /** Applies changed settings to the jobs that start from now on. */
    @Modified
    void modified(CoreConfiguration configuration, Map<String, Object> properties) {
        if (!LastGoodSettings.isConfigured(properties)) {
            return; // The file is not read yet, or was deleted: what was in force remains so.
        }
        Optional<ReadinessProblem> problem = settings.update(
                properties,
                () -> CoreSettings.of(
                        configuration,
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory()));
        problem.ifPresentOrElse(
                found -> LOG.error("{}", found.text()),
                () -> LOG.info("{}", settings.current().orElseThrow().capacity()));
    }

    private synchronized void register(JobServiceInstance started) {
        registration = context.registerService(JobService.class, started.service(), null);
    }

    private synchronized void unregister() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }

    @Override
    public List<ReadinessProblem> problems() {
        List<ReadinessProblem> problems = new ArrayList<>(settings.problems());
        problems.addAll(starter.problems());
        return problems;
    }

    private List<ReadinessProblem> problemsOfOthers() {
        return others.stream().flatMap(reporter -> reporter.problems().stream()).toList();
    }

    @Deactivate
    void stop() {
        warmUp.close();
        starter.close();
        events.close();
    }
}
