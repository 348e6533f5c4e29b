package org.flowgateway.backup.core.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registry of the transports that are installed at the moment. Thread-safe. */
@Component(service = InstalledTransports.class)
public final class InstalledTransports {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledTransports.class);

    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    /** Registers a transport that was installed. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addProvider(TransportProvider provider, Map<String, Object> properties) {
        List<String> schemes = schemes(properties.get(TransportProvider.SCHEME));
        if (schemes.isEmpty()) {
            LOG.warn("A transport registers no scheme in its property {}: it is not used", TransportProvider.SCHEME);
            return;
        }
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        long id = properties.get(Constants.SERVICE_ID) instanceof Long number ? number : 0;
        registrations.add(
                new Registration(schemes, new InstalledTransport(provider, id, ranking), new CopyOnWriteArrayList<>()));
        schemes.forEach(scheme -> find(scheme)
                .flatMap(first -> describeAlternatives(scheme, first))
                .ifPresent(alternatives -> LOG.warn("{}", alternatives)));
    }

    /** Removes a transport that is being uninstalled; the jobs that use it end now. */
    public void removeProvider(TransportProvider provider) {
        for (Registration registration : registrations) {
            if (registration.transport.provider() == provider) {
                registrations.remove(registration);
                registration.removalListeners.forEach(Runnable::run);
            }
        }
    }

    /** The transport to use for a scheme. */
    public Optional<InstalledTransport> find(String scheme) {
        return of(scheme).findFirst();
    }

    /** Notice for a scheme that several transports serve: the one that is used, and those that are not. */
    public Optional<Message> describeAlternatives(String scheme, InstalledTransport selected) {
        List<String> others = of(scheme)
                .filter(transport -> !transport.equals(selected))
                .map(InstalledTransport::name)
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(TargetRequestMessage.SEVERAL_TRANSPORTS.with(
                        others.size() + 1, scheme, selected.name(), String.join(", ", others)));
    }

    /** Transports of a scheme in order of preference. */
    private Stream<InstalledTransport> of(String scheme) {
        return registrations.stream()
                .filter(registration -> registration.schemes.contains(scheme))
                .map(Registration::transport)
                .sorted();
    }

    /** All schemes that can be used, sorted; localhost first, as what it is called in a request. */
    public List<String> schemes() {
        SortedSet<String> remote = new TreeSet<>();
        registrations.forEach(registration -> remote.addAll(registration.schemes));
        boolean local = remote.remove(InstalledTargetResolver.LOCAL);
        return Stream.concat(
                        local ? Stream.of("localhost") : Stream.empty(),
                        remote.stream().map(scheme -> scheme + "://"))
                .toList();
    }

    /** Adds an action for the removal of a transport. It is run at once if the transport is gone already. */
    void addRemovalListener(InstalledTransport transport, Runnable action) {
        Optional<Registration> found = registrations.stream()
                .filter(registration -> registration.transport.equals(transport))
                .findFirst();
        found.ifPresentOrElse(
                registration -> {
                    registration.removalListeners.add(action);
                    if (!registrations.contains(registration)) {
                        action.run();
                    }
                },
                action);
    }

    /** Removes an action that {@link #addRemovalListener} added. */
    void removeRemovalListener(InstalledTransport transport, Runnable action) {
        registrations.stream()
                .filter(registration -> registration.transport.equals(transport))
                .forEach(registration -> registration.removalListeners.remove(action));
    }

    private static List<String> schemes(Object property) {
        return property instanceof String one
                ? List.of(one)
                : property instanceof String[] several ? List.of(several) : List.of();
    }

    private record Registration(List<String> schemes, InstalledTransport transport, List<Runnable> removalListeners) {}
}
