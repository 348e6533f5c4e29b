package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.FaultyTransport;
import org.flowgateway.backup.tck.MemoryTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request's target is resolved to a transport's target, or refused with a hint. */
class InstalledTargetResolverTest {

    private final InstalledTransports transports = new InstalledTransports();
    private final InstalledTargetResolver resolver = new InstalledTargetResolver(transports);

    InstalledTargetResolverTest() {
        install("local", 1);
        install("sftp", 2);
        install("s3", 3);
    }

    private FaultyTransport install(String scheme, long id) {
        FaultyTransport transport = new FaultyTransport(new MemoryTransport());
        transports.addProvider(transport, Map.of(TransportProvider.SCHEME, scheme, "service.id", id));
        return transport;
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,local,''",
        "LOCALHOST,local,''",
        "LocalHost,local,''",
        "backup.example,sftp,backup.example",
        "host:2222,sftp,host:2222",
        "host:1,sftp,host:1",
        "host:65535,sftp,host:65535",
        "192.0.2.7,sftp,192.0.2.7",
        "192.0.2.7:22,sftp,192.0.2.7:22",
        "::1,sftp,::1",
        "2001:db8::7,sftp,2001:db8::7",
        "fe80::1%eth0,sftp,fe80::1%eth0",
        "[2001:db8::7],sftp,[2001:db8::7]",
        "[2001:db8::7]:2222,sftp,[2001:db8::7]:2222",
        "sftp://host:2222,sftp,host:2222",
        "SFTP://host,sftp,host",
        "sftp://[::1]:22,sftp,[::1]:22",
        "s3://bucket,s3,bucket",
        "S3://Bucket/Prefix,s3,Bucket/Prefix",
        "zürich.example,sftp,zürich.example"
    })
    void targetIsParsed(String hostname, String scheme, String address) {
        JobTarget resolved = resolver.resolve(new Target(hostname, "me", "there"), true);
        assertThat(resolved.completed()).isEqualTo(new TransportTarget(scheme, address, "me", "there"));
        assertThat(resolved.displayed()).isEqualTo(new Target(hostname, "me", "there"));
    }

    @ParameterizedTest
    @CsvSource({
        "gateway,gateway",
        "gateway/,gateway",
        "./gateway,gateway",
        "a//b/./c/,a/b/c",
        "/a//b/.,/a/b",
        "/,/",
        "//,/",
        ".,.",
        "./,.",
        "'',''",
        "../up,../up",
        "a/../b,a/../b",
        ".hidden/..x,.hidden/..x"
    })
    void pathIsNormalized(String written, String path) {
        JobTarget resolved = resolver.resolve(new Target("s3://bucket", "me", written), true);
        assertThat(resolved.completed().path()).isEqualTo(path);
        assertThat(resolved.displayed().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:0",
                "host:65536",
                "host:123456",
                "host:",
                "host:ssh",
                "host:22:",
                "ho st",
                "host/path",
                "[::1",
                "::1]",
                "[host]:22",
                "[]",
                "[::1]22",
                ":22",
                "://host",
                "sftp://",
                "sftp://host:0",
                "sftp://host/path",
                "localhost ",
                "a,b",
                "host?x"
            })
    void invalidHostIsRejected(String hostname) {
        assertRefused(hostname, "hostname", "neither localhost, nor a host name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc", "FILE://x", "local://x", "Local://"})
    void localFilesAreReachableAsLocalhostOnly(String hostname) {
        assertRefused(hostname, "hostname", "For the gateway itself use localhost");
    }

    @Test
    void unknownSchemeListsInstalledOnes() {
        assertRefused(
                "x-foo://y",
                "hostname",
                "No transport for x-foo:// is installed",
                "available are localhost, s3://, sftp://");
    }

    @Test
    void userInHostNameIsRejectedAndNotRepeated() {
        assertThatThrownBy(() -> new Target("sftp://me:canary-77@host", "", ""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("username and password")
                .message()
                .doesNotContain("canary-77", "me:");
    }

    @Test
    void whatATransportRequiresIsLeftToIt() {
        assertThat(resolver.resolve(new Target("host", "", ""), false)
                        .completed()
                        .username())
                .isEmpty();
        assertThat(resolver.resolve(new Target("localhost", "", ""), false)
                        .completed()
                        .username())
                .isEmpty();
        assertThat(resolver.resolve(new Target("s3://bucket", "", ""), false)
                        .completed()
                        .path())
                .isEmpty();
    }

    @Test
    void rejectionOfTransportIsPassedOn() {
        transports.addProvider(
                new FaultyTransport(new MemoryTransport())
                        .failOn(Call.COMPLETE, path -> true, FailureKind.INVALID_TARGET),
                Map.of(TransportProvider.SCHEME, "picky", "service.id", 4L));
        assertThat(refusal(resolver, new Target("picky://x", "", "p")))
                .hasMessageContaining("The test lets COMPLETE of [p] fail");
    }

    @Test
    void unexpectedExceptionNamesTheTransport() {
        for (Throwable thrown :
                List.of(new IllegalStateException("canary-77"), new NoClassDefFoundError("com/example/Client"))) {
            Thrower transport = new Thrower(thrown);
            transports.addProvider(transport, Map.of(TransportProvider.SCHEME, "faulty", "service.id", 4L));
            InvalidRequestException refusal = refusal(resolver, new Target("faulty://x", "", "p"));
            assertThat(refusal)
                    .hasMessageStartingWith("Transport Thrower ")
                    .hasMessageContaining("Update or uninstall it");
            assertThat(refusal.getMessage())
                    .doesNotContain("canary-77", thrown.getClass().getName());
            transports.removeProvider(transport);
        }
    }

    @Test
    void usedTransportOfSeveralIsReported() {
        InstalledTransport used = transports.find("s3").orElseThrow();
        assertThat(transports.describeAlternatives("s3", used)).isEmpty();
        Thrower preferred = new Thrower(new IllegalStateException("not called"));
        transports.addProvider(
                preferred, Map.of(TransportProvider.SCHEME, "s3", "service.id", 4L, "service.ranking", 1));
        String first = FaultyTransport.class.getSimpleName();
        String second = Thrower.class.getSimpleName();
        assertThat(transports.describeAlternatives("s3", used))
                .map(Message::text)
                .as("for a job that began before")
                .contains("2 transports for s3:// are installed: " + first + " is used, not " + second
                        + ". Uninstall what is not wanted");
        assertThat(transports.describeAlternatives("s3", transports.find("s3").orElseThrow()))
                .map(Message::text)
                .contains("2 transports for s3:// are installed: " + second + " is used, not " + first
                        + ". Uninstall what is not wanted");
        transports.removeProvider(preferred);
        assertThat(transports.describeAlternatives("s3", used)).isEmpty();
    }

    @Test
    void transportsAreOrderedByRankingThenAge() {
        FaultyTransport younger = install("s3", 9);
        assertThat(resolver.resolve(new Target("s3://b", "", ""), false)
                        .transport()
                        .serviceId())
                .isEqualTo(3);
        FaultyTransport preferred = new FaultyTransport(new MemoryTransport());
        transports.addProvider(
                preferred, Map.of(TransportProvider.SCHEME, "s3", "service.id", 8L, "service.ranking", 5));
        assertThat(resolver.resolve(new Target("s3://b", "", ""), false)
                        .transport()
                        .provider())
                .isSameAs(preferred);
        transports.removeProvider(preferred);
        transports.removeProvider(younger);
        assertThat(resolver.resolve(new Target("s3://b", "", ""), false)
                        .transport()
                        .serviceId())
                .isEqualTo(3);
    }

    @Test
    void transportMayHaveSeveralSchemesAndNeedsOne() {
        transports.addProvider(new MemoryTransport(), Map.of("service.id", 5L));
        transports.addProvider(
                new MemoryTransport(),
                Map.of(TransportProvider.SCHEME, new String[] {"s3+https", "s3+http"}, "service.id", 6L));
        assertThat(transports.schemes()).containsExactly("localhost", "s3://", "s3+http://", "s3+https://", "sftp://");
    }

    private void assertRefused(String hostname, String property, String... parts) {
        InvalidRequestException refusal = refusal(resolver, new Target(hostname, "me", "there"));
        assertThat(refusal.property()).isEqualTo(property);
        assertThat(refusal.getMessage()).contains(parts);
    }

    private static InvalidRequestException refusal(InstalledTargetResolver resolver, Target target) {
        InvalidRequestException refusal =
                catchThrowableOfType(InvalidRequestException.class, () -> resolver.resolve(target, true));
        assertThat(refusal).as("refusal of " + target).isNotNull();
        return refusal;
    }

    private record Thrower(Throwable thrown) implements TransportProvider {

        @Override
        public TransportTarget complete(TransportTarget target, boolean withPassword) {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }

        @Override
        public TransportSession open(TransportTarget target, Optional<Secret> password) {
            throw new AssertionError("never opened");
        }
    }
}
