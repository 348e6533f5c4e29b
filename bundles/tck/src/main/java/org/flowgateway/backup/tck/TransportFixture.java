package org.flowgateway.backup.tck;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Transport under test with a fresh, empty target, and everything that the suites may know about its store. A transport joins each suite by
 * one fixture:
 *
 * <pre>{@code
 * TransportFixture.of(new MyTransport(...), server.target(port, "fresh"))
 *         .withPassword("canary-3f8a")
 *         .withEntrances(proxy -> server.target(proxy, "fresh"), server.address())
 *         .withTimeout(Duration.ofSeconds(4))
 *         .withCleanup(server)
 * }</pre>
 *
 * <p>{@link TransportLaws} requires no option, and checks more with each. Immutable.
 */
public final class TransportFixture {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final long DEFAULT_MEMORY_LIMIT = 32L * 1024 * 1024;

    private final TransportProvider provider;
    private final TransportTarget target;
    private final List<AutoCloseable> cleanups = new ArrayList<>();
    private final List<InetSocketAddress> servers = new ArrayList<>();
    private Optional<String> password = Optional.empty();
    private Optional<String> refusedPassword = Optional.empty();
    private Optional<Path> directory = Optional.empty();
    private Optional<Callable<List<String>>> storedNames = Optional.empty();
    private Optional<FullStore> fullStore = Optional.empty();
    private Optional<Class<? extends Callable<TransportProvider>>> providerFactory = Optional.empty();
    private Optional<TargetFactory> proxiedTarget = Optional.empty();
    private Optional<Impostor> impostor = Optional.empty();
    private Duration timeout = DEFAULT_TIMEOUT;
    private long memoryLimit = DEFAULT_MEMORY_LIMIT;

    /** Factory of the fixture's target, reached through another port. */
    public interface TargetFactory {

        /**
         * Creates the target.
         *
         * @param port port on 127.0.0.1 that the transport is to connect to
         * @throws Exception if that fails; so does the test
         */
        TransportTarget through(int port) throws Exception;
    }

    /** Target whose store is nearly full. */
    record FullStore(TransportTarget target, int freeBytes) {}

    private TransportFixture(TransportProvider provider, TransportTarget target) {
        this.provider = provider;
        this.target = target;
    }

    /**
     * Creates a fixture without options.
     *
     * @param provider transport as the container would create it
     * @param target fresh, empty target that no other test uses
     */
    public static TransportFixture of(TransportProvider provider, TransportTarget target) {
        return new TransportFixture(provider, target);
    }

    /** Returns this fixture with the password of the target's login. */
    public TransportFixture withPassword(String text) {
        return changed(copy -> copy.password = Optional.of(text));
    }

    /** Returns this fixture with a password that the store refuses; it may be that of another login. */
    public TransportFixture withRefusedPassword(String text) {
        return changed(copy -> copy.refusedPassword = Optional.of(text));
    }

    /**
     * Returns this fixture with the addresses of its servers, for {@link WireLaws}, which puts a {@link FaultProxy} before them.
     *
     * @param factory factory of the target with the first server's port replaced
     * @param addresses the server, then those to which the protocol opens further connections: each of them on a loopback address other
     *         than 127.0.0.1, where the proxy takes the same port
     */
    public TransportFixture withEntrances(TargetFactory factory, InetSocketAddress... addresses) {
        return changed(copy -> {
            copy.proxiedTarget = Optional.of(factory);
            copy.servers.addAll(List.of(addresses));
        });
    }

    /** Returns this fixture with the timeout of its transport, at the first contact and later; by default 5 s. */
    public TransportFixture withTimeout(Duration duration) {
        return changed(copy -> copy.timeout = duration);
    }

    /** Returns this fixture with a server that is not the one it claims to be; the fixture closes it. */
    public TransportFixture withImpostor(Impostor server) {
        return changed(copy -> copy.impostor = Optional.of(server)).withCleanup(server);
    }

    /** Returns this fixture with the directory on this host's disk where the target's objects are stored as files. */
    public TransportFixture withDirectory(Path path) {
        return changed(copy -> copy.directory = Optional.of(path));
    }

    /**
     * Returns this fixture with a query, by the store's own means, of all names below the target: objects, temporary names, and directories
     * that exist by themselves. A fixture with a directory has such a query already.
     */
    public TransportFixture withStoredNames(Callable<List<String>> query) {
        return changed(copy -> copy.storedNames = Optional.of(query));
    }

    /**
     * Returns this fixture with a second target of the same provider and login, whose store is nearly full.
     *
     * @param target fresh, empty target
     * @param freeBytes bytes after which the store refuses to keep more, 64 MiB at most
     */
    public TransportFixture withFullStore(TransportTarget target, int freeBytes) {
        return changed(copy -> copy.fullStore = Optional.of(new FullStore(target, freeBytes)));
    }

    /** Returns this fixture with a public class that creates the same provider in another process by its public constructor without parameters. */
    public TransportFixture withProviderFactory(Class<? extends Callable<TransportProvider>> factory) {
        return changed(copy -> copy.providerFactory = Optional.of(factory));
    }

    /** Returns this fixture with the maximum of heap and direct memory, in bytes, for the transfer of 96 MiB; by default 32 MiB. */
    public TransportFixture withMemoryLimit(long bytes) {
        return changed(copy -> copy.memoryLimit = bytes);
    }

    /** Returns this fixture with an action after the test; the last one added is the first to run. */
    public TransportFixture withCleanup(AutoCloseable action) {
        return changed(copy -> copy.cleanups.add(action));
    }

    private TransportFixture changed(Consumer<TransportFixture> change) {
        TransportFixture copy = new TransportFixture(provider, target);
        copy.cleanups.addAll(cleanups);
        copy.servers.addAll(servers);
        copy.password = password;
        copy.refusedPassword = refusedPassword;
        copy.directory = directory;
        copy.storedNames = storedNames;
        copy.fullStore = fullStore;
        copy.providerFactory = providerFactory;
        copy.proxiedTarget = proxiedTarget;
        copy.impostor = impostor;
        copy.timeout = timeout;
        copy.memoryLimit = memoryLimit;
        change.accept(copy);
        return copy;
    }

    TransportProvider provider() {
        return provider;
    }

    TransportTarget target() {
        return target;
    }

    Optional<String> password() {
        return password;
    }

    Optional<String> refusedPassword() {
        return refusedPassword;
    }

    Optional<Path> directory() {
        return directory;
    }

    Optional<FullStore> fullStore() {
        return fullStore;
    }

    Optional<Class<? extends Callable<TransportProvider>>> providerFactory() {
        return providerFactory;
    }

    Optional<Impostor> impostor() {
        return impostor;
    }

    Duration timeout() {
        return timeout;
    }

    long memoryLimit() {
        return memoryLimit;
    }

    List<InetSocketAddress> servers() {
        return List.copyOf(servers);
    }

    TransportTarget targetThrough(int port) throws Exception {
        return proxiedTarget
                .orElseThrow(() -> new IllegalStateException("These laws require withEntrances"))
                .through(port);
    }

    /** Returns all names that the store has, with directories; empty if the fixture has no means to query them. */
    Optional<List<String>> storedNames() throws Exception {
        if (storedNames.isPresent()) {
            return Optional.of(storedNames.get().call());
        }
        return directory.isPresent() ? Optional.of(namesBelow(directory.get())) : Optional.empty();
    }

    private static List<String> namesBelow(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Runs the actions after the test; each runs, whatever the others do. */
    void cleanUp() throws Exception {
        cleanUp(cleanups.size() - 1);
    }

    private void cleanUp(int last) throws Exception {
        if (last < 0) {
            return;
        }
        try {
            cleanups.get(last).close();
        } finally {
            cleanUp(last - 1);
        }
    }
}
