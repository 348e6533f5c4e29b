package org.flowgateway.backup.tree;

import java.util.List;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activator that offers {@link FileTrees} as a service. If they cannot be used, it reports that the gateway is not ready, and the reason. The
 * native library is unpacked to the bundle's part of the container's data directory.
 */
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.flowgateway.backup.tree.FileTrees\"")
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class FileTreesActivator implements BundleActivator {

    private static final Logger LOG = LoggerFactory.getLogger(FileTreesActivator.class);

    @Override
    public void start(BundleContext context) {
        try {
            context.registerService(
                    FileTrees.class,
                    FileTrees.load(context.getDataFile("native").toPath()),
                    null);
        } catch (NativeLibraryException e) {
            LOG.error("No backup and no restore is possible: {}", e.getMessage(), e);
            List<ReadinessProblem> problems =
                    List.of(ReadinessProblem.notReady(e.description().text()));
            context.registerService(ReadinessReporter.class, () -> problems, null);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service.
    }
}
