package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.broken.DirectoryTransport;
import org.flowgateway.backup.tck.broken.FollowsLinks;
import org.flowgateway.backup.tck.broken.HoldsAllInMemory;
import org.flowgateway.backup.tck.broken.HopesForTheBest;
import org.flowgateway.backup.tck.broken.IgnoresClose;
import org.flowgateway.backup.tck.broken.LeaksDescriptors;
import org.flowgateway.backup.tck.broken.LeaksThreads;
import org.flowgateway.backup.tck.broken.LeavesDirectories;
import org.flowgateway.backup.tck.broken.ListsOnePage;
import org.flowgateway.backup.tck.broken.ListsTwice;
import org.flowgateway.backup.tck.broken.ListsWhatItGot;
import org.flowgateway.backup.tck.broken.LogsThePassword;
import org.flowgateway.backup.tck.broken.LooksThenWrites;
import org.flowgateway.backup.tck.broken.Overwrites;
import org.flowgateway.backup.tck.broken.ReadsWhatItGot;
import org.flowgateway.backup.tck.broken.RefusesTheSame;
import org.flowgateway.backup.tck.broken.SaysThePasswordFirst;
import org.flowgateway.backup.tck.broken.StoresInPlace;
import org.flowgateway.backup.tck.broken.SwallowsListingFailures;
import org.flowgateway.backup.tck.broken.TakesFailureForAbsence;
import org.flowgateway.backup.tck.broken.TellsThePassword;
import org.flowgateway.backup.tck.broken.ToyServer;
import org.flowgateway.backup.tck.broken.ToyTransport;
import org.flowgateway.backup.tck.broken.TriesAgain;
import org.flowgateway.backup.tck.broken.TrustsTheSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Detection of every broken transport by the law that it breaks, and of none of the whole ones. */
class BrokenTransportsTest {

    /** Timeout of transports that must be detected; whatever else fails by it does not matter. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    /** Timeout of transports that must keep all laws, also on a busy machine. */
    private static final Duration GENEROUS_TIMEOUT = Duration.ofSeconds(5);

    private static final String PASSWORD = "canary-51c0";
    private static final Pattern LAWS = Pattern.compile("((?:\\d+, )*\\d+): .*", Pattern.DOTALL);

    /** Transports for the suites, whose instances JUnit creates. */
    private static Supplier<TransportProvider> subject;

    private static Duration timeout = TIMEOUT;

    static Stream<Arguments> broken() {
        return Stream.of(
                row(OnDisk.class, StoresInPlace::new, 1),
                row(InMemory.class, () -> new Overwrites(new MemoryTransport()), 2),
                row(InMemory.class, () -> new LooksThenWrites(new MemoryTransport()), 1),
                row(InMemory.class, () -> new RefusesTheSame(new MemoryTransport()), 2),
                row(InMemory.class, () -> new TrustsTheSource(new MemoryTransport()), 3),
                row(InMemory.class, () -> new ListsOnePage(new MemoryTransport()), 6),
                row(InMemory.class, () -> new ListsTwice(new MemoryTransport()), 6),
                row(InMemory.class, () -> new IgnoresClose(new MemoryTransport()), 9),
                row(InMemory.class, () -> new TellsThePassword(new MemoryTransport()), 11),
                row(OnDisk.class, LeavesDirectories::new, 9),
                row(OverTcp.class, () -> new SwallowsListingFailures(toy()), 6),
                row(OverTcp.class, () -> new TakesFailureForAbsence(toy()), 5),
                row(OverTcp.class, () -> new HopesForTheBest(toy()), 1),
                row(OverTcp.class, () -> new TriesAgain(toy()), 7),
                row(OverTcp.class, () -> new IgnoresClose(toy()), 9),
                row(OverTcp.class, () -> new SaysThePasswordFirst(TIMEOUT), 8),
                row(WithLinks.class, FollowsLinks::new, 10),
                row(OverTcp.class, () -> new ListsWhatItGot(TIMEOUT), 6),
                row(OverTcp.class, () -> new ReadsWhatItGot(toy()), 6),
                row(WithSecrets.class, () -> new LogsThePassword(toy()), 11),
                row(WithSecrets.class, () -> new TellsThePassword(toy()), 11),
                row(InProcess.class, () -> new LeaksThreads(new DirectoryTransport()), 13),
                row(InProcess.class, LeaksDescriptors::new, 13),
                row(InProcess.class, () -> new HoldsAllInMemory(new DirectoryTransport()), 1));
    }

    private static Arguments row(Class<?> suite, Supplier<TransportProvider> transport, int law) {
        return Arguments.of(transport.get().getClass().getSimpleName(), suite, transport, law);
    }

    private static ToyTransport toy() {
        return new ToyTransport(TIMEOUT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("a broken transport is detected by the law that it breaks")
    void isDetected(String name, Class<?> suite, Supplier<TransportProvider> transport, int law) {
        timeout = TIMEOUT;
        assertThat(lawsBroken(suite, transport))
                .as("laws that %s is said to break", name)
                .containsKey(law);
    }

    static Stream<Arguments> whole() {
        return Stream.of(
                row(OnDisk.class, DirectoryTransport::new, 0),
                row(WithLinks.class, DirectoryTransport::new, 0),
                row(InProcess.class, DirectoryTransport::new, 0),
                row(OverTcp.class, () -> new ToyTransport(GENEROUS_TIMEOUT), 0),
                row(StoredOverTcp.class, () -> new ToyTransport(GENEROUS_TIMEOUT), 0),
                row(WithSecrets.class, () -> new ToyTransport(GENEROUS_TIMEOUT), 0),
                row(InMemory.class, MemoryTransport::new, 0));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("whole")
    @DisplayName("a whole transport keeps all laws")
    void keepsAllLaws(String name, Class<?> suite, Supplier<TransportProvider> transport, int none) {
        timeout = GENEROUS_TIMEOUT;
        assertThat(lawsBroken(suite, transport))
                .as("laws that %s is said to break", name)
                .isEmpty();
    }

    /** Broken laws, each with the failures. */
    private static Map<Integer, String> lawsBroken(Class<?> suite, Supplier<TransportProvider> transport) {
        subject = transport;
        Map<Integer, String> found = new TreeMap<>();
        EngineTestKit.engine("junit-jupiter").selectors(selectClass(suite)).execute().testEvents().failed().stream()
                .forEach(test -> {
                    String why = test.getTestDescriptor().getDisplayName() + ": "
                            + test.getRequiredPayload(TestExecutionResult.class).getThrowable();
                    laws(test.getTestDescriptor())
                            .forEach(law -> found.merge(law, why, (one, other) -> one + "; " + other));
                });
        return found;
    }

    /** Returns the display name of a test, or of the test that it is a case of. */
    private static Stream<Integer> laws(TestDescriptor test) {
        Matcher numbers = LAWS.matcher(test.getDisplayName());
        if (numbers.matches()) {
            return Arrays.stream(numbers.group(1).split(", ", 0)).map(Integer::valueOf);
        }
        return laws(test.getParent().orElseThrow(() -> new AssertionError(test + " names no law")));
    }

    static class InMemory extends TransportContract {
        @Override
        protected TransportProvider provider() {
            return subject.get();
        }

        @Override
        protected TransportTarget target() {
            return new TransportTarget("memory", "", "", "backups");
        }

        @Override
        protected Optional<String> password() {
            return Optional.of(PASSWORD);
        }
    }

    static class OnDisk extends TransportContract {
        @TempDir
        Path base;

        @Override
        protected TransportProvider provider() {
            return subject.get();
        }

        @Override
        protected TransportTarget target() {
            return new TransportTarget(
                    "directory", "", "", base.resolve("backups").toString());
        }
    }

    static class WithLinks extends DirectoryContract {
        @TempDir
        Path base;

        @Override
        protected TransportProvider provider() {
            return subject.get();
        }

        @Override
        protected TransportTarget target() {
            return new TransportTarget("directory", "", "", directory().toString());
        }

        @Override
        protected Path directory() {
            return base.resolve("backups");
        }
    }

    static class InProcess extends ProcessContract {
        @TempDir
        Path base;

        @Override
        protected TransportProvider provider() {
            return subject.get();
        }

        @Override
        protected TransportTarget target() throws IOException {
            return new TransportTarget(
                    "directory",
                    "",
                    "",
                    Files.createDirectories(base.resolve("backups")).toString());
        }
    }

    static class OverTcp extends WireContract {
        private ToyServer server;

        @AfterEach
        void stop() {
            server.close();
        }

        @Override
        protected TransportProvider provider() throws IOException {
            server = new ToyServer("toy", PASSWORD);
            return subject.get();
        }

        @Override
        protected int serverPort() {
            return server.port();
        }

        @Override
        protected TransportTarget target(int port) {
            return new TransportTarget("toy", "127.0.0.1:" + port, "toy", "backups");
        }

        @Override
        protected Optional<String> password() {
            return Optional.of(PASSWORD);
        }

        @Override
        protected Duration timeout() {
            return timeout;
        }

        @Override
        protected Optional<Impostor> impostor() throws IOException {
            return Optional.of(new ToyServer("somebody else", PASSWORD));
        }
    }

    static class StoredOverTcp extends TransportContract {
        private ToyServer server;

        @AfterEach
        void stop() {
            server.close();
        }

        @Override
        protected TransportProvider provider() throws IOException {
            server = new ToyServer("toy", PASSWORD);
            return subject.get();
        }

        @Override
        protected TransportTarget target() {
            return new TransportTarget("toy", "127.0.0.1:" + server.port(), "toy", "backups");
        }

        @Override
        protected Optional<String> password() {
            return Optional.of(PASSWORD);
        }
    }

    static class WithSecrets extends SecretContract {
        private ToyServer server;

        @AfterEach
        void stop() {
            server.close();
        }

        @Override
        protected TransportProvider provider() throws IOException {
            server = new ToyServer("toy", PASSWORD);
            return subject.get();
        }

        @Override
        protected TransportTarget target() {
            return new TransportTarget("toy", "127.0.0.1:" + server.port(), "toy", "backups");
        }

        @Override
        protected Optional<String> password() {
            return Optional.of(PASSWORD);
        }

        @Override
        protected Optional<String> wrongPassword() {
            return Optional.of("canary-but-wrong");
        }
    }
}
