package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.broken.CallsFullUnknown;
import org.flowgateway.backup.tck.broken.ClaimsMarks;
import org.flowgateway.backup.tck.broken.DeclaresLinksItLacks;
import org.flowgateway.backup.tck.broken.DeletesByPrefix;
import org.flowgateway.backup.tck.broken.DirectoryTransport;
import org.flowgateway.backup.tck.broken.DropsNames;
import org.flowgateway.backup.tck.broken.DumpsThePassword;
import org.flowgateway.backup.tck.broken.FollowsLinks;
import org.flowgateway.backup.tck.broken.HoldsAllInMemory;
import org.flowgateway.backup.tck.broken.HopesForTheBest;
import org.flowgateway.backup.tck.broken.IgnoresClose;
import org.flowgateway.backup.tck.broken.IgnoresLastReply;
import org.flowgateway.backup.tck.broken.IgnoresOffset;
import org.flowgateway.backup.tck.broken.IgnoresRetention;
import org.flowgateway.backup.tck.broken.KnowsItsOwnProcessOnly;
import org.flowgateway.backup.tck.broken.LeaksDescriptors;
import org.flowgateway.backup.tck.broken.LeaksThreads;
import org.flowgateway.backup.tck.broken.LeavesDirectories;
import org.flowgateway.backup.tck.broken.LeavesOrphans;
import org.flowgateway.backup.tck.broken.LeavesTemporaries;
import org.flowgateway.backup.tck.broken.LiesAboutSpace;
import org.flowgateway.backup.tck.broken.LinksAndSaysNo;
import org.flowgateway.backup.tck.broken.LinksByMoving;
import org.flowgateway.backup.tck.broken.LinksInSecret;
import org.flowgateway.backup.tck.broken.LinksOverOthers;
import org.flowgateway.backup.tck.broken.LinksWhatIsMissing;
import org.flowgateway.backup.tck.broken.ListsOnePage;
import org.flowgateway.backup.tck.broken.ListsTwice;
import org.flowgateway.backup.tck.broken.ListsWhatItGot;
import org.flowgateway.backup.tck.broken.LogsBase64;
import org.flowgateway.backup.tck.broken.LogsThePassword;
import org.flowgateway.backup.tck.broken.LooksThenRenames;
import org.flowgateway.backup.tck.broken.LooksThenWrites;
import org.flowgateway.backup.tck.broken.OverstatesAvailable;
import org.flowgateway.backup.tck.broken.OverstatesSkips;
import org.flowgateway.backup.tck.broken.Overwrites;
import org.flowgateway.backup.tck.broken.ReadsNothingBehindTheEnd;
import org.flowgateway.backup.tck.broken.ReadsWhatItGot;
import org.flowgateway.backup.tck.broken.RefusesTheSame;
import org.flowgateway.backup.tck.broken.RefusesToLinkTwice;
import org.flowgateway.backup.tck.broken.RepeatsNotices;
import org.flowgateway.backup.tck.broken.RetriesInSilence;
import org.flowgateway.backup.tck.broken.SaysThePasswordFirst;
import org.flowgateway.backup.tck.broken.SharesLinkedContent;
import org.flowgateway.backup.tck.broken.SignExtends;
import org.flowgateway.backup.tck.broken.StartsTooEarly;
import org.flowgateway.backup.tck.broken.StatsByPrefix;
import org.flowgateway.backup.tck.broken.StoresInPlace;
import org.flowgateway.backup.tck.broken.SuppressesThePassword;
import org.flowgateway.backup.tck.broken.SwallowsListingFailures;
import org.flowgateway.backup.tck.broken.TakesFailureForAbsence;
import org.flowgateway.backup.tck.broken.TellsThePassword;
import org.flowgateway.backup.tck.broken.ToyServer;
import org.flowgateway.backup.tck.broken.ToyTransport;
import org.flowgateway.backup.tck.broken.TriesAgain;
import org.flowgateway.backup.tck.broken.TruncatesWhenFull;
import org.flowgateway.backup.tck.broken.TrustsTheSource;
import org.flowgateway.backup.tck.broken.UrlEncodesThePassword;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Detection of every broken transport by the test of the law that it breaks, and of none of the whole ones. */
class BrokenTransportsTest {

    /** Timeout of transports that must be detected; whatever else fails by it does not matter. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    /** Timeout of transports that must keep all laws, also on a busy machine. */
    private static final Duration GENEROUS_TIMEOUT = Duration.ofSeconds(5);

    private static final String PASSWORD = "canary-51c0/ü+";
    /** Bytes that a store in memory keeps. */
    private static final int CAPACITY = 24 * 1024 * 1024;

    private static final TransportTarget IN_MEMORY = new TransportTarget("memory", "", "", "backups");

    /** Maker of the fixtures of a transport. */
    private interface Fixtures {
        TransportFixture make() throws Exception;
    }

    /** Fixtures for the suites, whose instances JUnit creates. */
    private static Fixtures subject;

    /** Broken transports, each with the tests that detect it. */
    static Stream<Arguments> broken() {
        return Stream.of(
                atLeast(Stores.class, onDisk(new StoresInPlace()), "nothingPartialIsVisible"),
                atLeast(Stores.class, inMemory(Overwrites::new), "otherContentIsRefused"),
                row(Stores.class, inMemory(LooksThenWrites::new), "nameTakenMeanwhile"),
                row(
                        Stores.class,
                        inMemory(RefusesTheSame::new),
                        "sameContentAgainIsSuccess",
                        "sameContentAtOnceIsSuccessForAll",
                        "sameContentIsSuccess"),
                row(
                        Stores.class,
                        inMemory(TrustsTheSource::new),
                        "dishonestSourceIsRefused",
                        "failedPutsLeaveNothing",
                        "secretsStaySecret",
                        "vouchingIsNoLicence"),
                row(Stores.class, inMemory(ListsOnePage::new), "listsMany"),
                row(Stores.class, inMemory(ListsTwice::new), "listsOneByOne"),
                atLeast(Stores.class, inMemory(IgnoresClose::new), "closedStaysClosed"),
                row(Stores.class, inMemory(TellsThePassword::new), "secretsStaySecret"),
                atLeast(Stores.class, onDisk(new LeavesDirectories()), "emptyDirectoriesGo"),
                row(Stores.class, inMemory(DeletesByPrefix::new), "removingLeavesLongerNames"),
                row(
                        Stores.class,
                        inMemory(StatsByPrefix::new),
                        "prefixesAreDifferentObjects",
                        "removingLeavesLongerNames"),
                row(Stores.class, inMemory(LinksOverOthers::new), "linksOverwriteNothing"),
                row(
                        Stores.class,
                        inMemory(LinksByMoving::new),
                        "linksAreObjects",
                        "deletingEitherLeavesTheOther",
                        "linksAsDeclared",
                        "linksOverwriteNothing",
                        "sameContentIsSuccess"),
                row(Stores.class, inMemory(LinksInSecret::new), "linksAsDeclared"),
                row(Stores.class, inMemory(DeclaresLinksItLacks::new), "linksAsDeclared"),
                row(Stores.class, inMemory(LinksAndSaysNo::new), "linksAsDeclared"),
                row(Stores.class, inMemory(RefusesToLinkTwice::new), "sameContentIsSuccess"),
                row(Stores.class, inMemory(LinksWhatIsMissing::new), "missingSourceIsNotFound"),
                row(Stores.class, inMemory(SharesLinkedContent::new), "deletingEitherLeavesTheOther"),
                row(
                        Stores.class,
                        inMemory(IgnoresOffset::new),
                        "readsFromAPosition",
                        "positionsBehindTheEndAreRefused"),
                row(
                        Stores.class,
                        inMemory(StartsTooEarly::new),
                        "readsFromAPosition",
                        "positionsBehindTheEndAreRefused"),
                row(Stores.class, inMemory(ReadsNothingBehindTheEnd::new), "positionsBehindTheEndAreRefused"),
                row(Stores.class, inMemory(IgnoresRetention::new), "retentionIsHonouredOrRefused"),
                row(Stores.class, inMemory(SignExtends::new), "readsAllValues", "skipsAndAvailableAreTrue"),
                row(Stores.class, inMemory(OverstatesAvailable::new), "skipsAndAvailableAreTrue"),
                row(Stores.class, inMemory(OverstatesSkips::new), "skipsAndAvailableAreTrue"),
                row(Stores.class, inMemory(ClaimsMarks::new), "marksAreHonest"),
                row(Stores.class, inMemory(TruncatesWhenFull::new), "fullStoresRefuse"),
                row(Stores.class, inMemory(CallsFullUnknown::new), "fullStoresRefuse"),
                row(Stores.class, inMemory(LiesAboutSpace::new), "freeSpaceDoesNotGrow"),
                row(Stores.class, inMemory(RepeatsNotices::new), "noticesAreReturnedOnce"),
                atLeast(Stores.class, onDisk(new LeavesTemporaries()), "failedPutsLeaveNothing"),
                atLeast(Stores.class, onDisk(new LeavesOrphans()), "closedPutsAreSwept"),
                atLeast(Stores.class, onDisk(new DropsNames()), "listsNamesOfOthers"),
                atLeast(Stores.class, onDisk(new LooksThenRenames()), "nameTakenMeanwhile"),
                atLeast(
                        Stores.class,
                        onDisk(new KnowsItsOwnProcessOnly(), KnowsItsOwnProcessOnly.Factory.class),
                        "oneOfManyProcessesWins"),
                atLeast(Wires.class, overTcp(RetriesInSilence::new), "noRetryInSilence"),
                atLeast(Wires.class, overTcp(new IgnoresLastReply(TIMEOUT), TIMEOUT), "lastReplyNeverComes"),
                row(Secrets.class, overTcp(LogsBase64::new), "callsRevealNothing", "refusedLoginRevealsNothing"),
                row(Secrets.class, overTcp(DumpsThePassword::new), "callsRevealNothing", "refusedLoginRevealsNothing"),
                row(Secrets.class, overTcp(UrlEncodesThePassword::new), "callsRevealNothing"),
                row(Secrets.class, overTcp(SuppressesThePassword::new), "callsRevealNothing"),
                atLeast(Wires.class, overTcp(SwallowsListingFailures::new), "cutInAListing"),
                atLeast(Wires.class, overTcp(TakesFailureForAbsence::new), "silentLater"),
                atLeast(Wires.class, overTcp(HopesForTheBest::new), "cutInAPut"),
                atLeast(Wires.class, overTcp(TriesAgain::new), "cut"),
                atLeast(Wires.class, overTcp(IgnoresClose::new), "closedInSilence"),
                atLeast(Wires.class, overTcp(new SaysThePasswordFirst(TIMEOUT), TIMEOUT), "impostorReceivesNothing"),
                atLeast(Wires.class, overTcp(new ListsWhatItGot(TIMEOUT), TIMEOUT), "cutInAListing"),
                atLeast(Wires.class, overTcp(ReadsWhatItGot::new), "cutInARead"),
                atLeast(Links.class, onDisk(new FollowsLinks()), "nothingIsReadThroughLinks"),
                row(Secrets.class, overTcp(LogsThePassword::new), "callsRevealNothing", "refusedLoginRevealsNothing"),
                row(Secrets.class, overTcp(TellsThePassword::new), "callsRevealNothing"),
                atLeast(Processes.class, onDisk(new LeaksThreads(new DirectoryTransport())), "nothingIsLeftOpen"),
                atLeast(Processes.class, onDisk(new LeaksDescriptors()), "nothingIsLeftOpen"),
                atLeast(Processes.class, onDisk(new HoldsAllInMemory(new DirectoryTransport())), "largeObjectsPass"));
    }

    static Stream<Arguments> whole() {
        return Stream.of(
                row(Stores.class, onDisk(new DirectoryTransport())),
                row(Links.class, onDisk(new DirectoryTransport())),
                row(Processes.class, onDisk(new DirectoryTransport())),
                row(Wires.class, overTcp(new ToyTransport(GENEROUS_TIMEOUT), GENEROUS_TIMEOUT)),
                row(Stores.class, overTcp(new ToyTransport(GENEROUS_TIMEOUT), GENEROUS_TIMEOUT)),
                row(Secrets.class, overTcp(new ToyTransport(GENEROUS_TIMEOUT), GENEROUS_TIMEOUT)),
                row(Stores.class, inMemory(UnaryOperator.identity())));
    }

    /** Transport of a row, with the name for its test. */
    private record Subject(String name, Fixtures fixtures) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Arguments row(Class<?> suite, Subject transport, String... tests) {
        return Arguments.of(transport, suite, new Detection(true, List.of(tests)));
    }

    /** Row of a transport that other tests may detect too, depending on its timing. */
    private static Arguments atLeast(Class<?> suite, Subject transport, String... tests) {
        return Arguments.of(transport, suite, new Detection(false, List.of(tests)));
    }

    /**
     * Tests that detect a transport.
     *
     * @param exact true if no other test does
     * @param tests names of the methods
     */
    private record Detection(boolean exact, List<String> tests) {}

    private static Subject inMemory(UnaryOperator<TransportProvider> breaking) {
        return new Subject(nameOf(breaking.apply(new MemoryTransport())), () -> {
            MemoryTransport store = new MemoryTransport().capacity(CAPACITY);
            return TransportFixture.of(breaking.apply(store), IN_MEMORY)
                    .withPassword(PASSWORD)
                    .withFullStore(IN_MEMORY.withPath("full"), CAPACITY)
                    .withStoredNames(() -> List.copyOf(store.objects().keySet()));
        });
    }

    private static Subject onDisk(TransportProvider transport) {
        return onDisk(transport, DirectoryTransport.Factory.class);
    }

    private static Subject onDisk(TransportProvider transport, Class<? extends Callable<TransportProvider>> factory) {
        return new Subject(nameOf(transport), () -> {
            Path base = Files.createTempDirectory("broken");
            Path directory = Files.createDirectory(base.resolve("backups"));
            return TransportFixture.of(transport, new TransportTarget("directory", "", "", directory.toString()))
                    .withDirectory(directory)
                    .withProviderFactory(factory)
                    .withCleanup(() -> removeAll(base));
        });
    }

    private static void removeAll(Path base) throws IOException {
        try (Stream<Path> paths = Files.walk(base)) {
            paths.sorted(Comparator.reverseOrder()).forEach(BrokenTransportsTest::remove);
        }
    }

    private static void remove(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Subject overTcp(UnaryOperator<TransportProvider> breaking) {
        return overTcp(breaking.apply(new ToyTransport(TIMEOUT)), TIMEOUT);
    }

    private static Subject overTcp(TransportProvider transport, Duration timeout) {
        return new Subject(nameOf(transport), () -> {
            ToyServer server = new ToyServer("toy", PASSWORD);
            return TransportFixture.of(transport, toyTarget(server.port()))
                    .withPassword(PASSWORD)
                    .withRefusedPassword("canary-but-wrong")
                    .withEntrances(
                            BrokenTransportsTest::toyTarget,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                    .withTimeout(timeout)
                    .withImpostor(new ToyServer("somebody else", PASSWORD))
                    .withStoredNames(server::storedNames)
                    .withCleanup(server);
        });
    }

    private static TransportTarget toyTarget(int port) {
        return new TransportTarget("toy", "127.0.0.1:" + port, "toy", "backups");
    }

    private static String nameOf(TransportProvider transport) {
        return transport.getClass().getSimpleName();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("a broken transport is detected by the test of the law that it breaks")
    void isDetected(Subject transport, Class<?> suite, Detection detection) {
        TreeMap<String, String> failures = failures(suite, transport);
        assertThat(failures.keySet())
                .as("tests that detect %s: %s", transport, failures)
                .containsAll(detection.tests());
        if (detection.exact()) {
            assertThat(failures.keySet())
                    .as("tests that detect %s: %s", transport, failures)
                    .containsExactlyInAnyOrderElementsOf(detection.tests());
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("whole")
    @DisplayName("a whole transport keeps all laws")
    void keepsAllLaws(Subject transport, Class<?> suite, Detection none) {
        assertThat(failures(suite, transport))
                .as("tests that %s fails", transport)
                .isEmpty();
    }

    /** Failed tests by the names of their methods, each with a failure. */
    private static TreeMap<String, String> failures(Class<?> suite, Subject transport) {
        subject = transport.fixtures();
        TreeMap<String, String> failures = new TreeMap<>();
        EngineTestKit.engine("junit-jupiter").selectors(selectClass(suite)).execute().allEvents().failed().stream()
                .forEach(event -> failures.put(method(event), failure(event)));
        return failures;
    }

    private static String method(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .filter(org.junit.platform.engine.support.descriptor.MethodSource.class::isInstance)
                .map(source -> ((org.junit.platform.engine.support.descriptor.MethodSource) source).getMethodName())
                .orElse(event.getTestDescriptor().getDisplayName());
    }

    private static String failure(Event event) {
        return String.valueOf(event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElse(null));
    }

    static class Stores extends TransportLaws {
        @Override
        protected TransportFixture newFixture() throws Exception {
            return subject.make();
        }
    }

    static class Links extends DirectoryLaws {
        @Override
        protected TransportFixture newFixture() throws Exception {
            return subject.make();
        }
    }

    static class Processes extends ProcessLaws {
        @Override
        protected TransportFixture newFixture() throws Exception {
            return subject.make();
        }
    }

    static class Wires extends WireLaws {
        @Override
        protected TransportFixture newFixture() throws Exception {
            return subject.make();
        }
    }

    static class Secrets extends SecretLaws {
        @Override
        protected TransportFixture newFixture() throws Exception {
            return subject.make();
        }
    }
}
