package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.s3.ConditionalPutStore.Copies;
import org.flowgateway.backup.transport.s3.ScriptedStore.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Links, which are copies that the store makes. */
class ServerSideCopyTest {

    private static final ObjectName FROM = new ObjectName("one/from");
    private static final ObjectName TO = new ObjectName("two/to");
    private static final String FROM_KEY = "/backups/fg1/one/from";
    private static final String TO_KEY = "/backups/fg1/two/to";
    private static final BytesSource TEN = BytesSource.random(10, 1);
    private static final BytesSource OTHER_TEN = BytesSource.random(10, 2);
    private static final long MAX_BYTES = 5_368_709_120L;

    private ConditionalPutStore store;
    private ScriptedStore scripted;
    private S3Transport transport;
    private TransportSession session;

    @BeforeEach
    void open() throws Exception {
        store = new ConditionalPutStore(412);
        scripted = new ScriptedStore();
        use(S3TestConfiguration.plainly());
    }

    @AfterEach
    void end() {
        transport.deactivate();
        store.close();
        scripted.close();
    }

    private void use(S3TestConfiguration configuration) throws TransportException {
        transport = new S3Transport(configuration, Map.of());
        session = open(store.port());
    }

    private TransportSession open(int port) throws TransportException {
        return transport.open(
                new TransportTarget("s3+http", "127.0.0.1:" + port + "/backups", "key", "fg1"),
                Optional.of(new Secret("canary-secret".toCharArray())));
    }

    @ParameterizedTest
    @EnumSource(names = {"AS_PUTS", "OVERWRITE", "WITHOUT_CONDITION"})
    @DisplayName("a copy has the content, is independent, and is made whether or not the store was probed")
    void copies(Copies reaction) throws Exception {
        store.reactingToCopies(reaction);
        session.put(FROM, TEN);
        assertThat(session.link(FROM, TO)).isTrue();
        session.probe();
        assertThat(session.link(FROM, new ObjectName("three/to"))).isTrue();
        session.delete(FROM);
        assertThat(store.objects()).containsOnlyKeys(TO_KEY, "/backups/fg1/three/to");
        assertThat(store.objects().values()).containsExactly(TEN.bytes(), TEN.bytes());
    }

    @ParameterizedTest
    @EnumSource(names = {"AS_PUTS", "OVERWRITE", "WITHOUT_CONDITION"})
    @DisplayName("a name with the same content is success, with other content a failure, and never overwritten")
    void taken(Copies reaction) throws Exception {
        store.reactingToCopies(reaction);
        session.put(FROM, TEN);
        for (int times = 0; times < 2; times++) {
            session.put(TO, TEN);
            assertThat(session.link(FROM, TO)).isTrue();
            session.delete(TO);
            for (BytesSource other : new BytesSource[] {OTHER_TEN, BytesSource.random(9, 1)}) {
                session.put(TO, other);
                assertFails(session, FailureKind.ALREADY_EXISTS, "s3.name-taken");
                assertThat(store.objects().get(TO_KEY)).isEqualTo(other.bytes());
                session.delete(TO);
            }
            session.probe();
        }
    }

    @Test
    @DisplayName("an object is its own link, and a missing one has none")
    void sources() throws Exception {
        assertFails(session, FailureKind.NOT_FOUND, "s3.no-object");
        session.put(FROM, TEN);
        session.probe();
        int probed = store.copied().size();
        assertThat(session.link(FROM, FROM)).isTrue();
        assertThat(store.copied()).hasSize(probed);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_IMPLEMENTED", "NOT_ALLOWED"})
    @DisplayName("a store that does not implement copies is asked only until it has said so")
    void notImplemented(Copies reaction) throws Exception {
        store.reactingToCopies(reaction);
        session.put(FROM, TEN);
        assertThat(session.link(FROM, TO)).isFalse();
        assertThat(store.copied()).hasSize(2);
        assertThat(session.link(FROM, TO)).isFalse();
        assertThat(store.copied()).hasSize(2);
        assertThat(store.objects()).containsOnlyKeys(FROM_KEY);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LINK is declared if the probe's object was copied with its content, and nothing of the probe remains")
    void declared(Copies reaction) throws Exception {
        store.reactingToCopies(reaction);
        boolean copying =
                reaction == Copies.AS_PUTS || reaction == Copies.OVERWRITE || reaction == Copies.WITHOUT_CONDITION;
        assertThat(session.probe().capabilities().contains(Capability.LINK)).isEqualTo(copying);
        assertThat(store.objects()).isEmpty();
        session.put(FROM, TEN);
        assertThat(session.link(FROM, TO)).isEqualTo(copying);
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "WITHOUT_CONDITION"})
    @DisplayName("a store with exclusive puts and without exclusive copies has no links")
    void weakerThanPut(Copies reaction) throws Exception {
        store.reactingToCopies(reaction);
        transport.deactivate();
        use(S3TestConfiguration.plainly().exclusive());
        assertThat(session.probe().capabilities())
                .containsExactlyInAnyOrder(Capability.DURABLE, Capability.EXCLUSIVE_CREATE);
        session.put(FROM, TEN);
        assertThat(session.link(FROM, TO)).isFalse();
        assertThat(store.objects()).containsOnlyKeys(FROM_KEY);
    }

    @Test
    @DisplayName("a copy of another length is removed, and a failure")
    void damaged() throws Exception {
        session.put(FROM, TEN);
        session.probe();
        store.loseLastByte();
        assertFails(session, FailureKind.INTEGRITY, "s3.stored-length-differs");
        assertThat(store.objects()).containsOnlyKeys(FROM_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "200, InternalError, CONNECTION_LOST, s3.store-failed",
        "200, SlowDown, THROTTLED, s3.throttled",
        "403, AccessDenied, DENIED, s3.no-permission",
        "404, NoSuchKey, NOT_FOUND, s3.no-object",
        "404, NoSuchBucket, NOT_FOUND, s3.no-bucket",
        "412, PreconditionFailed, THROTTLED, s3.concurrent-writer",
        "409, ConditionalRequestConflict, THROTTLED, s3.concurrent-writer"
    })
    @DisplayName("an error is classified, also one that follows the status 200, and never retried")
    void refusals(int status, String error, FailureKind kind, String code) throws Exception {
        TransportSession asked = scripted("10");
        scripted.on("PUT .*", Answer.refusal(status, error));
        assertFails(asked, kind, code);
        assertThat(scripted.asked()).containsOnlyOnce("PUT " + TO_KEY + " copy if-none-match");
    }

    @Test
    @DisplayName("a copy that the store accepts and does not show is a failure")
    void notShown() throws Exception {
        TransportSession asked = scripted("10");
        scripted.on("PUT .*", Answer.of(200, ""));
        assertFails(asked, FailureKind.UNKNOWN, "s3.not-listed");
    }

    @Test
    @DisplayName("objects above 5 GiB are not copied")
    void largeObjects() throws Exception {
        TransportSession asked = scripted(String.valueOf(MAX_BYTES + 1));
        assertThat(asked.link(FROM, TO)).isFalse();
        assertThat(scripted.asked()).containsExactly("HEAD " + FROM_KEY);
        scripted.on("HEAD " + FROM_KEY, Answer.of(200, "").with("Content-Length", String.valueOf(MAX_BYTES)))
                .on("PUT .*", Answer.refusal(403, "AccessDenied"));
        assertFails(asked, FailureKind.DENIED, "s3.no-permission");
    }

    /** Opens a session on the scripted store, which has the first object with that length, and not the second. */
    private TransportSession scripted(String length) throws TransportException {
        scripted.on("HEAD " + FROM_KEY, Answer.of(200, "").with("Content-Length", length))
                .on("HEAD " + TO_KEY, Answer.of(404, ""))
                .on("GET " + TO_KEY, Answer.refusal(404, "NoSuchKey"));
        return open(scripted.port());
    }

    private static void assertFails(TransportSession session, FailureKind kind, String code) {
        ThrowingCallable link = () -> session.link(FROM, TO);
        TransportException failure = catchThrowableOfType(TransportException.class, link);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.description().code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).message().doesNotContain("canary-secret", "Exception", "awssdk");
    }
}
