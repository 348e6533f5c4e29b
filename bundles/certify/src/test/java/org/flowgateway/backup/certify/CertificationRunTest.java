package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.FaultyTransport;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.tck.broken.DirectoryTransport;
import org.flowgateway.backup.tck.broken.LeavesDirectories;
import org.flowgateway.backup.tck.broken.Overwrites;
import org.flowgateway.backup.tck.broken.TellsThePassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results for transports that keep or break laws, and the cleanup of their targets. */
class CertificationRunTest {

    private static final TransportTarget TARGET = new TransportTarget(MemoryTransport.SCHEME, "", "", "customer");

    private final MemoryTransport memory = new MemoryTransport().plant("customer/their own", new byte[5]);
    private final List<LawResult> listened = new ArrayList<>();

    @Test
    void aTransportThatKeepsTheLawsIsToldSoLawByLaw() throws Exception {
        List<LawResult> results = certify(memory);

        assertThat(results).filteredOn(result -> !result.isKept()).isEmpty();
        assertThat(results).isEqualTo(listened).hasSizeGreaterThan(20);
        List<Integer> laws = results.stream()
                .flatMap(result -> result.laws().stream())
                .distinct()
                .sorted()
                .toList();
        assertThat(laws).containsExactly(1, 2, 3, 4, 5, 6, 9, 10, 11, 12);
        assertThat(memory.objects().keySet()).containsExactly("customer/their own");
    }

    @Test
    void aTransportThatOverwritesIsFoundOut() throws Exception {
        List<LawResult> results = certify(new Overwrites(memory));

        List<LawResult> broken =
                results.stream().filter(result -> !result.isKept()).toList();
        assertThat(broken)
                .extracting(LawResult::statement)
                .contains("2: other content under the same name is ALREADY_EXISTS, and the first stays");
        assertThat(broken).flatExtracting(LawResult::broken).isNotEmpty().allMatch(line -> line.length() < 250);
        assertThat(memory.objects().keySet()).containsExactly("customer/their own");
    }

    @Test
    void whereNothingCanBeStoredNothingIsTried() {
        FaultyTransport full = new FaultyTransport(memory).failOn(Call.PROBE, path -> true, FailureKind.DENIED);
        assertThatThrownBy(() -> certify(full)).isInstanceOf(TransportException.class);
        assertThat(listened).isEmpty();
    }

    @Test
    void whatCannotBeRemovedIsToldOf() {
        FaultyTransport stuck =
                new FaultyTransport(memory).failOn(Call.DELETE, path -> path.contains("certify-"), FailureKind.DENIED);
        assertThatThrownBy(() -> certify(stuck))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("by hand")
                .hasMessageContaining("DELETE");
    }

    @Test
    void whatStaysIsToldOf(@TempDir Path base) {
        TransportTarget target = new TransportTarget("directory", "", "", base.toString());
        assertThatThrownBy(() -> certify(new LeavesDirectories(), target, Optional.empty()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("by hand")
                .hasMessageContaining("certify-");
    }

    @Test
    void thePasswordIsNotToldThoughTheTransportTellsIt() throws Exception {
        List<LawResult> results =
                certify(new TellsThePassword(memory), TARGET, Optional.of(new Secret("canary-77".toCharArray())));

        assertThat(results)
                .filteredOn(result -> result.laws().contains(11))
                .filteredOn(result -> !result.isKept())
                .isNotEmpty();
        assertThat(results.toString()).doesNotContain("canary-77");
    }

    @Test
    void theRunsOfOneTestAreOneFinding() throws Exception {
        List<LawResult> results = certify(new Overwrites(memory));
        assertThat(results).extracting(LawResult::statement).doesNotHaveDuplicates();
        LawResult several = results.stream()
                .filter(result -> result.statement().startsWith("2: other content"))
                .findFirst()
                .orElseThrow();
        assertThat(IntStream.of(70_000, 69_999, 70_001, 0).mapToObj(size -> size + " bytes over 70000:"))
                .allMatch(several.broken()::contains);
    }

    @Test
    void noDirectoryStaysThatAFailedPutMade(@TempDir Path base) throws Exception {
        Files.createDirectory(base.resolve("their own"));
        TransportTarget target = new TransportTarget("directory", "", "", base.toString());
        try (ScratchSpace space =
                new ScratchSpace(new CandidateTarget(new DirectoryTransport(), target, Optional.empty()))) {
            Files.createDirectories(Path.of(space.newDirectory().path(), "packs/of_a_put"));
        }
        try (Stream<Path> left = Files.list(base)) {
            assertThat(left).containsExactly(base.resolve("their own"));
        }
    }

    private List<LawResult> certify(TransportProvider provider) throws TransportException {
        return certify(provider, TARGET, Optional.empty());
    }

    private List<LawResult> certify(TransportProvider provider, TransportTarget target, Optional<Secret> password)
            throws TransportException {
        try (ScratchSpace space = new ScratchSpace(new CandidateTarget(provider, target, password))) {
            return new CertificationRun(space, listened::add).run();
        }
    }
}
