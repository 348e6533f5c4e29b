package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
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
        session = open(store.port());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "403, AccessDenied, DENIED, s3.no-permission",
        "403, InvalidAccessKeyId, AUTHENTICATION, s3.access-key-refused",
        "403, SignatureDoesNotMatch, AUTHENTICATION, s3.access-key-refused",
        "400, ExpiredToken, AUTHENTICATION, s3.access-key-expired",
        "404, NoSuchBucket, NOT_FOUND, s3.no-bucket",
        "429, TooManyRequests, THROTTLED, s3.throttled",
        "503, SlowDown, THROTTLED, s3.throttled",
        "503, ServiceUnavailable, THROTTLED, s3.throttled",
        "500, InternalError, CONNECTION_LOST, s3.store-failed",
        "502, , CONNECTION_LOST, s3.store-failed",
        "504, , CONNECTION_LOST, s3.store-failed",
        "400, RequestTimeout, TIMEOUT, s3.upload-timed-out",
        "507, , NO_SPACE, s3.store-full",
        "403, QuotaExceeded, NO_SPACE, s3.store-full",
        "400, BadDigest, INTEGRITY, s3.changed-in-transit",
        "400, XAmzContentSHA256Mismatch, INTEGRITY, s3.changed-in-transit",
        "400, XMinioParentIsObject, ALREADY_EXISTS, s3.path-conflict",
        "401, , AUTHENTICATION, s3.access-key-refused",
        "403, , DENIED, s3.no-permission",
        "400, MalformedXML, UNKNOWN, s3.store-error",
        "404, , UNKNOWN, s3.answer-not-s3",
        "301, PermanentRedirect, INVALID_TARGET, s3.other-address",
        "409, OperationAborted, THROTTLED, s3.throttled",
        "412, PreconditionFailed, ALREADY_EXISTS, s3.rejected-as-existing",
        "501, NotImplemented, UNKNOWN, s3.store-error"
    })
    @DisplayName("an error is classified by its code, or else by its status, and never retried")
    void refusals(int status, String error, FailureKind kind, String code) {
        store.on(
                ".*",
                error == null ? Answer.of(status, "<html><body>Sorry</body></html>") : Answer.refusal(status, error));
        assertFails(kind, code, () -> session.list(Optional.empty()));
        assertThat(store.asked()).hasSize(1);
        assertFails(kind, code, () -> session.stat(NAME));
        assertFails(kind, code, session::probe);
        assertFails(kind, code, () -> session.delete(NAME));
        assertFails(kind, code, () -> session.read(NAME));
    }

    @Test
    @DisplayName("a missing key differs from a missing bucket and from a missing permission")
    void absence() throws Exception {
        store.on("HEAD .*", Answer.of(404, "")).on("GET " + KEY, Answer.refusal(404, "NoSuchKey"));
        assertThat(session.stat(NAME)).isEmpty();
        assertFails(FailureKind.NOT_FOUND, "s3.no-object", () -> session.read(NAME));
        store.on("GET " + KEY, Answer.refusal(404, "NoSuchBucket"));
        assertThat(assertFails(FailureKind.NOT_FOUND, "s3.no-bucket", () -> session.stat(NAME)))
                .hasMessageContaining("backups");
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
                .hasMessageContaining(" 0 minutes");
        store.on(
                ".*",
                Answer.of(403, "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>yesterday</ServerTime></Error>"));
        assertFails(FailureKind.AUTHENTICATION, "s3.clock-wrong", () -> session.list(Optional.empty()));
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
        assertFails(FailureKind.UNKNOWN, "s3.not-listed", () -> session.put(NAME, TEN));
        store.on("HEAD .*", Answer.of(200, ""));
        // Without a length.
        assertFails(FailureKind.UNKNOWN, "s3.not-s3", () -> session.stat(NAME));
    }

    @Test
    @DisplayName("a store that loses or changes bytes is detected by the probe and after each put")
    void damagingStore() throws Exception {
        try (ConditionalPutStore damaging = new ConditionalPutStore(412)) {
            TransportSession probed = open(damaging.port());
            probed.probe();
            damaging.loseLastByte();
            assertThat(assertFails(FailureKind.INTEGRITY, "s3.stored-length-differs", () -> probed.put(NAME, TEN)))
                    .hasMessageContaining(NAME.value())
                    .hasMessageContaining("9 bytes")
                    .hasMessageContaining("10 bytes");
            assertFails(FailureKind.INTEGRITY, "s3.read-back-differs", probed::probe);
        }
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
        assertFails(FailureKind.THROTTLED, "s3.concurrent-writer", () -> session.put(NAME, TEN));
    }

    @Test
    @DisplayName("content that differs from its declaration is detected before anything is sent")
    void dishonestContent() {
        store.on("HEAD .*", Answer.of(404, "")).on("GET .*", Answer.refusal(404, "NoSuchKey"));
        assertFails(
                FailureKind.INTEGRITY,
                "spi.content-differs",
                () -> session.put(NAME, TEN.declaringSha256("0".repeat(64))));
        assertThat(store.asked()).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    @DisplayName(
            "EXCLUSIVE_CREATE is declared if the store rejects overwriting and is configured as exclusive, DURABLE always")
    void exclusive() throws Exception {
        assertThat(probed(412).capabilities()).containsExactlyInAnyOrder(Capability.DURABLE, Capability.LINK);
        transport.deactivate();
        use(S3TestConfiguration.plainly().exclusive());
        assertThat(probed(412).capabilities())
                .containsExactlyInAnyOrder(Capability.DURABLE, Capability.LINK, Capability.EXCLUSIVE_CREATE);
        assertThat(probed(200).capabilities()).containsExactlyInAnyOrder(Capability.DURABLE, Capability.LINK);
    }

    /** A store that takes the first of two objects under one name, and answers that status to the second. */
    private Probe probed(int second) throws Exception {
        try (ConditionalPutStore probed = new ConditionalPutStore(second)) {
            return open(probed.port()).probe();
        }
    }

    private TransportSession open(int port) throws TransportException {
        return transport.open(
                new TransportTarget("s3+http", "127.0.0.1:" + port + "/backups", "key", "fg1"),
                Optional.of(new Secret("canary-secret".toCharArray())));
    }

    private static String page(String key, String more) {
        return "<ListBucketResult><Name>backups</Name><Contents><Key>" + key + "</Key><Size>1</Size></Contents>" + more
                + "</ListBucketResult>";
    }

    private static TransportException assertFails(FailureKind kind, String code, ThrowingCallable call) {
        TransportException failure = assertFails(kind, call);
        assertThat(failure.description().code()).isEqualTo(code);
        return failure;
    }

    private static TransportException assertFails(FailureKind kind, ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.getMessage()).doesNotContain("canary-secret", "Exception", "awssdk");
        return failure;
    }
}
