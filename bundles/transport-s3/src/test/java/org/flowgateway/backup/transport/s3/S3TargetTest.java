package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Valid and invalid targets, logins and configurations. */
class S3TargetTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "canary-env", "AWS_SESSION_TOKEN", "canary-token");

    @TempDir
    Path base;

    @ParameterizedTest
    @CsvSource({
        "s3, bucket?region=eu-west-1, , bucket, eu-west-1",
        "s3, b.c-1/?region=us-gov-west-1, , b.c-1, us-gov-west-1",
        "s3+https, Store.Example/bucket, https://store.example, bucket, us-east-1",
        "s3+https, store.example:9000/bucket?region=garage, https://store.example:9000, bucket, garage",
        "s3+https, [2001:db8::1]:9000/bucket, https://[2001:db8::1]:9000, bucket, us-east-1",
        "s3+http, 127.0.0.1:9000/bucket, http://127.0.0.1:9000, bucket, us-east-1",
        "s3+http, localhost/bucket, http://localhost, bucket, us-east-1"
    })
    @DisplayName("an address is a bucket of Amazon's or of an endpoint, with or without port and region")
    void addresses(String scheme, String written, URI endpoint, String bucket, String region) throws Exception {
        assertThat(address(scheme, written, ""))
                .isEqualTo(new S3Address(Optional.ofNullable(endpoint), bucket, region));
    }

    @Test
    @DisplayName("the configured region is the default of addresses")
    void regions() throws Exception {
        assertThat(address("s3", "bucket", "eu-west-1").region()).isEqualTo("eu-west-1");
        assertThat(address("s3", "bucket?region=eu-west-2", "eu-west-1").region())
                .isEqualTo("eu-west-2");
        assertThat(address("s3+https", "store.example/bucket", "here").region()).isEqualTo("here");
        assertRefused(() -> address("s3", "bucket", ""), "s3.region-missing");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://, s3.bucket-invalid",
        "s3://ab, s3.bucket-invalid",
        "s3://Bucket, s3.bucket-invalid",
        "s3://under_score, s3.bucket-invalid",
        "s3://-bucket, s3.bucket-invalid",
        "s3://bucket-, s3.bucket-invalid",
        "s3://a..b, s3.bucket-invalid",
        "s3://10.0.0.1, s3.bucket-invalid",
        "s3://bucket/prefix, s3.text-after-bucket",
        "s3://bucket?versionId=1, s3.text-after-bucket",
        "s3://bucket?region=, s3.region-invalid",
        "s3://bucket?region=a b, s3.region-invalid",
        "s3://bucket#x, s3.text-after-bucket",
        "s3://id:canary@bucket, s3.address-with-login",
        "s3+https://store.example, s3.address-malformed",
        "s3+https://store.example/, s3.bucket-invalid",
        "s3+https://store.example/bucket/prefix, s3.text-after-bucket",
        "s3+https:///bucket, s3.address-malformed",
        "s3+https://store.example:0/bucket, s3.port-invalid",
        "s3+https://store.example:65536/bucket, s3.port-invalid",
        "s3+https://store.example:x/bucket, s3.address-malformed",
        "s3+https://a b/bucket, s3.address-malformed",
        "s3+https://id:canary@store.example/bucket, s3.address-with-login",
        "s3+https://store.example/bucket?region=x&canary=1, s3.text-after-bucket",
        "s3+http://store.example/bucket, s3.tls-required",
        "s3+http://10.0.0.1/bucket, s3.tls-required",
        "s3+http://127.0.0.1.example/bucket, s3.tls-required",
        "sftp://host, s3.other-scheme"
    })
    @DisplayName("any other address is rejected, and a possible password is not repeated")
    void noAddresses(String written, String code) {
        String[] parts = written.split("://", 2);
        TransportTarget target = new TransportTarget(parts[0], parts[1], "id", "path");
        TransportException refusal = catchThrowableOfType(
                TransportException.class, () -> transport(Map.of()).complete(target, true));
        assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID_TARGET);
        assertThat(refusal.description().code()).isEqualTo(code);
        assertThat(refusal).message().doesNotContain("canary");
    }

    @Test
    @DisplayName("a path is a prefix, with or without surrounding slashes, and may be empty")
    void prefixes() throws Exception {
        assertThat(KeyPrefix.of("")).isEqualTo(new KeyPrefix(""));
        assertThat(KeyPrefix.of("/")).isEqualTo(new KeyPrefix(""));
        assertThat(KeyPrefix.of("/a/b c/")).isEqualTo(new KeyPrefix("a/b c/"));
        for (String none : new String[] {"a//b", "a/./b", "../a", "a\0b"}) {
            assertRefused(() -> KeyPrefix.of(none), "s3.path-invalid");
        }
        assertRefused(() -> KeyPrefix.of("x".repeat(801)), "s3.path-too-long");
    }

    @Test
    @DisplayName("a login is an access key and its secret, from the request or else from the environment only")
    void logins() throws Exception {
        TransportTarget with = new TransportTarget("s3", "bucket?region=eu-west-1", "id", "");
        TransportTarget without = new TransportTarget("s3", "bucket?region=eu-west-1", "", "");
        assertThat(transport(Map.of()).complete(with, true)).isEqualTo(with);
        assertThat(transport(ENVIRONMENT).complete(without, false)).isEqualTo(without);
        for (String written : new String[] {"fg1", "/fg1", "fg1/", "//fg1//"}) {
            assertThat(transport(Map.of()).complete(with.withPath(written), true))
                    .as("one prefix: %s", written)
                    .isEqualTo(with.withPath("fg1"));
        }
        assertRefused(() -> transport(ENVIRONMENT).complete(with, false), "s3.password-missing");
        assertRefused(() -> transport(ENVIRONMENT).complete(without, true), "s3.username-missing");
        assertRefused(() -> transport(Map.of("AWS_ACCESS_KEY_ID", "id")).complete(without, false), "s3.login-missing");
        try (AccessKey key = AccessKey.of("", Optional.empty(), ENVIRONMENT)) {
            assertThat(key.resolveCredentials().secretAccessKey()).isEqualTo("canary-env");
            assertThat(key.resolveCredentials().toString()).doesNotContain("canary");
            assertThat(key.toString()).doesNotContain("canary");
        }
    }

    @Test
    @DisplayName("unreadable authorities fail before anything is sent")
    void authorities() throws Exception {
        TransportTarget target = new TransportTarget("s3+https", "127.0.0.1:1/bucket", "id", "");
        Map<Path, String> files = Map.of(
                base.resolve("missing.pem"),
                "s3.ca-file-unreadable",
                Files.writeString(base.resolve("ca.pem"), "no certificate"),
                "s3.ca-file-invalid",
                Files.createFile(base.resolve("empty.pem")),
                "s3.ca-file-invalid");
        for (Map.Entry<Path, String> file : files.entrySet()) {
            S3Transport transport =
                    new S3Transport(S3TestConfiguration.plainly().trusting(file.getKey()), Map.of());
            TransportException failure = catchThrowableOfType(
                    TransportException.class, () -> transport.open(target, Optional.of(new Secret("x".toCharArray()))));
            transport.deactivate();
            assertThat(failure.kind()).isEqualTo(FailureKind.HOST_IDENTITY);
            assertThat(failure.description().code()).isEqualTo(file.getValue());
            assertThat(failure).hasMessageContaining(file.getKey().toString());
        }
    }

    @Test
    @DisplayName("an invalid configuration is rejected, naming PID and key")
    void configuration() {
        assertUnusable(S3TestConfiguration.plainly().region("Eu West"), "region [Eu West]");
        assertUnusable(S3TestConfiguration.plainly().waiting(0, 120), "connect-timeout-seconds [0]");
        assertUnusable(S3TestConfiguration.plainly().waiting(60, 3601), "progress-timeout-seconds [3601]");
    }

    @Test
    @DisplayName("a transport without valid settings rejects every target, with its problem")
    void notConfigured() {
        S3Transport transport = new S3Transport(S3TestConfiguration.plainly().waiting(0, 120), Map.of());
        transport.deactivate();
        TransportTarget target = new TransportTarget("s3", "bucket?region=eu-west-1", "id", "");
        assertThat(assertRefused(() -> transport.complete(target, true), "s3.not-configured"))
                .hasMessageContaining("connect-timeout-seconds [0]");
    }

    private static void assertUnusable(S3TestConfiguration configuration, String key) {
        assertThatThrownBy(() -> S3Settings.of(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org.flowgateway.backup.transport.s3: ")
                .hasMessageContaining(key);
    }

    private static S3Transport transport(Map<String, String> environment) {
        S3Transport transport = new S3Transport(S3TestConfiguration.plainly(), environment);
        transport.deactivate();
        return transport;
    }

    private static S3Address address(String scheme, String written, String region) throws TransportException {
        return S3Address.of(
                new TransportTarget(scheme, written, "", ""),
                S3Settings.of(S3TestConfiguration.plainly().region(region)));
    }

    private static TransportException assertRefused(ThrowingCallable call, String code) {
        TransportException refusal = catchThrowableOfType(TransportException.class, call);
        assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID_TARGET);
        assertThat(refusal.description().code()).isEqualTo(code);
        return refusal;
    }
}
