package org.flowgateway.backup.rest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * All parts of the gateway that report problems. A service is fetched at the time of the call, not before: the listener is one of them and
 * publishes the resources during its own construction, so an earlier fetch would be circular. Thread-safe.
 */
final class ReadinessReporters implements Supplier<List<ReadinessReporter>>, AutoCloseable {

    private final Map<ServiceReference<ReadinessReporter>, ReadinessReporter> fetched = new ConcurrentHashMap<>();
    private final BundleContext context;
    private final ServiceTracker<ReadinessReporter, ServiceReference<ReadinessReporter>> tracker;

    ReadinessReporters(BundleContext context) {
        this.context = context;
        this.tracker = new ServiceTracker<>(context, ReadinessReporter.class, new References());
        tracker.open();
    }

    @Override
    public List<ReadinessReporter> get() {
        return tracker.getTracked().values().stream()
                .map(this::fetched)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns a reporter; {@code null} for one that was unregistered just now. */
    private ReadinessReporter fetched(ServiceReference<ReadinessReporter> reference) {
        ReadinessReporter known = fetched.get(reference);
        if (known == null) {
            known = context.getService(reference);
            if (known != null) {
                fetched.put(reference, known);
            }
        }
        return known;
    }

    @Override
    public void close() {
        tracker.close();
    }

    /** Tracker that keeps the reference instead of the service. */
    private final class References
            implements ServiceTrackerCustomizer<ReadinessReporter, ServiceReference<ReadinessReporter>> {

        @Override
        public ServiceReference<ReadinessReporter> addingService(ServiceReference<ReadinessReporter> reference) {
            return reference;
        }

        @Override
        public void modifiedService(
                ServiceReference<ReadinessReporter> reference, ServiceReference<ReadinessReporter> same) {
            // The service object is the same.
        }

        @Override
        public void removedService(
                ServiceReference<ReadinessReporter> reference, ServiceReference<ReadinessReporter> same) {
            if (fetched.remove(reference) != null) {
                context.ungetService(reference);
            }
        }
    }
}
