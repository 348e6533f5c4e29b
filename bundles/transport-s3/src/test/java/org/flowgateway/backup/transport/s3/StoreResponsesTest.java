package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.s3.ScriptedStore.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses of various stores, and their classification. */
class StoreResponsesTest {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final String KEY = "/backups/fg1/d/object";
    private static final BytesSource TEN = BytesSource.random(10, 1);
    private static final String LIST = "GET /backups\\?.*";

    private ScriptedStore store;
    private S3Transport transport;
    private TransportSession session;

    @BeforeEach
    void open() throws Exception {
        store = new ScriptedStore();
        use(S3TestConfiguration.plainly());
    }

    @AfterEach
    void end() {
        transport.deactivate();
        store.close();
    }

    private void use(S3TestConfiguration configuration) throws TransportException {
        transport = new S3Transport(configuration, Map.of());
        session = transport.open(
                new TransportTarget("s3+http", "127.0.0.1:" + store.port() + "/backups", "key", "fg1"),
                Optional.of(new Secret("canary-secret".toCharArray())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "403, AccessDenied, DENIED",
        "403, InvalidAccessKeyId, AUTHENTICATION",
        "403, SignatureDoesNotMatch, AUTHENTICATION",
        "400, ExpiredToken, AUTHENTICATION",
        "404, NoSuchBucket, NOT_FOUND",
        "429, TooManyRequests, THROTTLED",
        "503, SlowDown, THROTTLED",
        "503, ServiceUnavailable, THROTTLED",
        "500, InternalError, CONNECTION_LOST",
        "502, , CONNECTION_LOST",
        "504, , CONNECTION_LOST",
        "400, RequestTimeout, TIMEOUT",
        "507, , NO_SPACE",
        "403, QuotaExceeded, NO_SPACE",
        "400, BadDigest, INTEGRITY",
        "400, XAmzContentSHA256Mismatch, INTEGRITY",
        "400, XMinioParentIsObject, ALREADY_EXISTS",
        "401, , AUTHENTICATION",
        "403, , DENIED",
        "400, MalformedXML, UNKNOWN",
        "404, , UNKNOWN",
        "301, PermanentRedirect, INVALID_TARGET",
        "409, OperationAborted, THROTTLED"
    })
    @DisplayName("an error is classified by its code, or else by its status, and never retried")
    void refusals(int status, String code, FailureKind kind) {
        store.on(
                ".*",
                code == null ? Answer.of(status, "<html><body>Sorry</body></html>") : Answer.refusal(status, code));
        assertFails(kind, () -> session.list(Optional.empty()));
        assertThat(store.asked()).hasSize(1);
        assertFails(kind, () -> session.stat(NAME));
        assertFails(kind, session::probe);
        assertFails(kind, () -> session.delete(NAME));
        assertFails(kind, () -> session.read(NAME));
    }

    @Test
    @DisplayName("a missing key differs from a missing bucket and from a missing permission")
    void absence() throws Exception {
        store.on("HEAD .*", Answer.of(404, "")).on("GET " + KEY, Answer.refusal(404, "NoSuchKey"));
        assertThat(session.stat(NAME)).isEmpty();
        assertFails(FailureKind.NOT_FOUND, () -> session.read(NAME));
        store.on("GET " + KEY, Answer.refusal(404, "NoSuchBucket"));
        assertThat(assertFails(FailureKind.NOT_FOUND, () -> session.stat(NAME)))
                .hasMessageContaining("no bucket backups");
        store.on("HEAD .*", Answer.of(403, "")).on("GET " + KEY, Answer.refusal(403, "AccessDenied"));
        assertFails(FailureKind.DENIED, () -> session.stat(NAME));
        assertFails(FailureKind.DENIED, () -> session.read(NAME));
    }

    @Test
    @DisplayName("the correct region is named, wherever the store reports it")
    void regions() {
        store.on(LIST, Answer.refusal(301, "PermanentRedirect").with("x-amz-bucket-region", "eu-west-3"));
        assertThat(assertFails(FailureKind.INVALID_TARGET, () -> session.list(Optional.empty())))
                .hasMessageContaining("?region=eu-west-3");
        store.on(
                LIST,
                Answer.of(
                        400,
                        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region 'us-east-1' is wrong; expecting"
                                + " 'ap-east-1'</Message></Error>"));
        assertThat(assertFails(FailureKind.INVALID_TARGET, () -> session.list(Optional.empty())))
                .hasMessageContaining("?region=ap-east-1");
        store.on(
                LIST,
                Answer.of(
                        400,
                        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>No.</Message><Region>sa-east-1</Region></Error>"));
        assertThat(assertFails(FailureKind.INVALID_TARGET, () -> session.list(Optional.empty())))
                .hasMessageContaining("?region=sa-east-1");
    }

    @Test
    @DisplayName("the difference of the clocks is in the message")
    void clocks() {
        Instant there = Instant.now().minus(95, ChronoUnit.MINUTES);
        store.on(
                ".*",
                Answer.of(
                        403,
                        "<Error><Code>RequestTimeTooSkewed</Code><Message>No.</Message><ServerTime>" + there
                                + "</ServerTime></Error>"));
        assertThat(assertFails(FailureKind.AUTHENTICATION, () -> session.list(Optional.empty())))
                .hasMessageContaining("95 minutes");
        store.on(".*", Answer.refusal(403, "RequestTimeTooSkewed"));
        assertThat(assertFails(FailureKind.AUTHENTICATION, () -> session.list(Optional.empty())))
                .as("by the store's Date")
                .hasMessageContaining(" 0 ");
    }

    @Test
    @DisplayName("an impossible listing is a failure, no internal error, and not read to its end")
    void impossibleListings() {
        String all = "<IsTruncated>false</IsTruncated>";
        store.on(
                LIST,
                Answer.of(
                        200,
                        "<ListBucketResult>" + all + "<Contents><Key>fg1/one</Key></Contents></ListBucketResult>"));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
        store.on(
                LIST,
                Answer.of(
                        200,
                        "<ListBucketResult>" + all
                                + "<Contents><Key>fg1/one</Key><Size>-5</Size></Contents></ListBucketResult>"));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
        store.on(
                LIST,
                Answer.of(200, "<ListBucketResult>" + all + "<Contents><Size>5</Size></Contents></ListBucketResult>"));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
        store.on(
                LIST,
                Answer.of(
                        200, page("fg1/%ZZ", all).replace("<Contents>", "<EncodingType>url</EncodingType><Contents>")));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
        store.on(LIST, Answer.of(200, page("fg1/" + "x".repeat(5 << 20), all)));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
    }

    @Test
    @DisplayName("a store's text is shortened for a message")
    void longStoreText() {
        store.on(LIST, Answer.refusal(400, "x".repeat(50_000)));
        assertThat(assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()))
                        .getMessage())
                .hasSizeLessThan(400);
    }

    @Test
    @DisplayName("a check that fails does not end later checks")
    void checksGoOn() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger checks = new AtomicInteger();
        try (S3TimeoutScheduler scheduler = new S3TimeoutScheduler()) {
            var unused = scheduler.schedule(Duration.ofMillis(1), () -> {
                three.countDown();
                if (checks.incrementAndGet() < 3) {
                    throw new IllegalStateException("it cannot be ended");
                }
            });
            assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("a listing has all its pages, or fails")
    void pages() throws Exception {
        store.on(
                        LIST,
                        Answer.of(
                                200,
                                page(
                                        "fg1/one",
                                        "<IsTruncated>true</IsTruncated><NextContinuationToken>two</NextContinuationToken>")))
                .on(
                        LIST + "continuation-token=two.*",
                        Answer.of(200, page("fg1/two", "<IsTruncated>false</IsTruncated>")));
        assertThat(session.list(Optional.empty())).hasSize(2);
        store.on(LIST + "continuation-token=two.*", Answer.refusal(500, "InternalError"));
        assertFails(FailureKind.CONNECTION_LOST, () -> session.list(Optional.empty()));
        store.on(LIST + "continuation-token=two.*", Answer.of(200, page("fg1/two", "<IsTruncated>true</IsTruncated>")));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
        store.on(
                LIST + "continuation-token=two.*",
                Answer.of(
                        200,
                        page(
                                "fg1/two",
                                "<IsTruncated>true</IsTruncated><NextContinuationToken>two</NextContinuationToken>")));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
        store.on(LIST, Answer.of(200, page("elsewhere/one", "<IsTruncated>false</IsTruncated>")));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"<html><head/><body>Log in</body></html>", "no XML at all", "<ListBucketResult><Contents>", "''"})
    @DisplayName("a response that is no listing is never an empty one")
    void noListing(String body) {
        store.on(LIST, Answer.of(200, body));
        assertFails(FailureKind.UNKNOWN, () -> session.list(Optional.empty()));
    }

    @Test
    @DisplayName("a store that accepts an object and does not show it, or a shorter one, is an error")
    void notShown() throws Exception {
        store.on("PUT .*", Answer.of(200, ""))
                .on("HEAD .*", Answer.of(404, ""))
                .on("GET .*", Answer.refusal(404, "NoSuchKey"));
        assertThat(assertFails(FailureKind.UNKNOWN, () -> session.put(NAME, TEN)))
                .hasMessageContaining("does not show it");
        store.on("HEAD .*", Answer.of(200, ""));
        assertThat(assertFails(FailureKind.UNKNOWN, () -> session.stat(NAME)))
                .as("without a length")
                .hasMessageContaining("does not speak S3");
    }

    @Test
    @DisplayName("a store without conditional puts gets plain ones, after a check of the name")
    void withoutConditions() {
        store.on("PUT .*", Answer.of(200, ""))
                .on("PUT .* if-none-match", Answer.refusal(501, "NotImplemented"))
                .on("HEAD .*", Answer.of(404, ""))
                .on("GET .*", Answer.refusal(404, "NoSuchKey"));
        assertFails(FailureKind.UNKNOWN, () -> session.put(NAME, TEN));
        assertThat(store.asked())
                .containsSubsequence(
                        "HEAD " + KEY, "PUT " + KEY + " if-none-match", "HEAD " + KEY, "PUT " + KEY, "HEAD " + KEY);
        int before = store.asked().size();
        assertFails(FailureKind.UNKNOWN, () -> session.put(NAME, TEN));
        assertThat(store.asked().subList(before, store.asked().size())).doesNotContain("PUT " + KEY + " if-none-match");
    }

    @Test
    @DisplayName("a conflict of two writers is THROTTLED")
    void conflict() {
        store.on("PUT .*", Answer.refusal(409, "ConditionalRequestConflict"))
                .on("HEAD .*", Answer.of(404, ""))
                .on("GET .*", Answer.refusal(404, "NoSuchKey"));
        assertFails(FailureKind.THROTTLED, () -> session.put(NAME, TEN));
    }

    @Test
    @DisplayName("content that differs from its declaration is detected before anything is sent")
    void dishonestContent() {
        store.on("HEAD .*", Answer.of(404, "")).on("GET .*", Answer.refusal(404, "NoSuchKey"));
        assertFails(FailureKind.INTEGRITY, () -> session.put(NAME, TEN.declaringSha256("0".repeat(64))));
        assertThat(store.asked()).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    @DisplayName("EXCLUSIVE_CREATE is declared if the store rejects overwriting and is configured as exclusive")
    void exclusive() throws Exception {
        assertThat(probed(412).capabilities()).isEmpty();
        transport.deactivate();
        use(S3TestConfiguration.plainly().exclusive());
        assertThat(probed(412).capabilities()).containsExactly(Capability.EXCLUSIVE_CREATE);
        assertThat(probed(200).capabilities()).isEmpty();
    }

    /** A store that takes the first of two objects under one name, and answers that status to the second. */
    private Probe probed(int second) throws Exception {
        try (ConditionalPutStore probed = new ConditionalPutStore(second)) {
            return transport
                    .open(
                            new TransportTarget("s3+http", "127.0.0.1:" + probed.port() + "/backups", "key", "fg1"),
                            Optional.of(new Secret("canary-secret".toCharArray())))
                    .probe();
        }
    }

    private static String page(String key, String more) {
        return "<ListBucketResult><Name>backups</Name><Contents><Key>" + key + "</Key><Size>1</Size></Contents>" + more
                + "</ListBucketResult>";
    }

    private static TransportException assertFails(FailureKind kind, ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.getMessage()).doesNotContain("canary-secret", "Exception", "awssdk");
        return failure;
    }
}
