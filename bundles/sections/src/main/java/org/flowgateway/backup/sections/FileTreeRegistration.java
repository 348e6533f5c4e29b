package org.flowgateway.backup.sections;

import java.util.Hashtable;
import java.util.Map;
import org.flowgateway.backup.spi.section.Section;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Registers one section for one configuration. The service carries its id under a name of its own, so the component registers it by hand:
 * a component's own service would only carry the configuration's keys.
 */
@Component(service = {}, configurationPid = FileTreeConfiguration.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileTreeConfiguration.class, factory = true)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.flowgateway.backup.spi.section.Section\"")
public final class FileTreeRegistration {

    /** Service property: the section's id. */
    static final String ID = "org.flowgateway.backup.section.id";

    private final ServiceRegistration<Section> registration;

    /**
     * Registers the section that a configuration describes.
     *
     * @param context whose bundle registers it
     * @param properties the configuration, as {@link FileTreeConfiguration} describes it
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public FileTreeRegistration(BundleContext context, Map<String, Object> properties) {
        FileTreeSection section = new FileTreeSettings(properties).section();
        Hashtable<String, Object> named = new Hashtable<>(Map.of(ID, section.descriptor().id()));
        registration = context.registerService(Section.class, section, named);
    }

    /** Takes the section away. */
    @Deactivate
    void deactivate() {
        registration.unregister();
    }
}
