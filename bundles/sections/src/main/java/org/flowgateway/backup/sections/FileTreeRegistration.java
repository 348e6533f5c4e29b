package org.flowgateway.backup.sections;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.section.Section;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registration of one section for one configuration. If no valid settings were ever given, it reports a problem instead, so that no backup
 * silently lacks the section. The service carries its id under another name than the configuration's key, so the component registers it
 * explicitly.
 */
@Component(
        service = ReadinessReporter.class,
        immediate = true,
        configurationPid = FileTreeConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileTreeConfiguration.class, factory = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.flowgateway.backup.spi.section.Section\"")
public final class FileTreeRegistration implements ReadinessReporter {

    /** Service property: the section's id. */
    static final String ID = "org.flowgateway.backup.section.id";

    private static final Logger LOG = LoggerFactory.getLogger(FileTreeRegistration.class);

    private final LastGoodSettings<FileTreeSection> settings =
            new LastGoodSettings<>(FileTreeConfiguration.PID, FileTreeConfiguration.class);
    private final BundleContext context;
    private ServiceRegistration<Section> registration;

    /**
     * Registers the section of a configuration, if it is valid.
     *
     * @param context context of the bundle that registers it
     * @param properties the configuration, see {@link FileTreeConfiguration}
     */
    @Activate
    public FileTreeRegistration(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        modified(properties);
    }

    /** Replaces the section by the one of a changed configuration. A running job continues with its section. */
    @Modified
    synchronized void modified(Map<String, Object> properties) {
        Optional<ReadinessProblem> problem =
                settings.update(properties, () -> new FileTreeSettings(properties).section());
        if (problem.isPresent()) {
            LOG.error("{}", problem.get().text());
            return;
        }
        FileTreeSection section = settings.current().orElseThrow();
        Hashtable<String, Object> named =
                new Hashtable<>(Map.of(ID, section.descriptor().id()));
        // The new one first: at no moment may a backup begin without it. With both registered, no backup begins.
        ServiceRegistration<Section> before = registration;
        registration = context.registerService(Section.class, section, named);
        if (before != null) {
            before.unregister();
        }
    }

    @Override
    public List<ReadinessProblem> problems() {
        return settings.problems();
    }

    /** Unregisters the section. */
    @Deactivate
    synchronized void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
    }
}
