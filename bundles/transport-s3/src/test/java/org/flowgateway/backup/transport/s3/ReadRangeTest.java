package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.s3.ScriptedStore.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads from a position on, of stores that send the range and of others. */
class ReadRangeTest {

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final String KEY = "/backups/fg1/d/object";

    private ScriptedStore store;
    private S3Transport transport;
    private TransportSession session;

    @BeforeEach
    void open() throws Exception {
        store = new ScriptedStore();
        store.on("HEAD " + KEY, Answer.of(200, "").with("Content-Length", "10"))
                .on("GET " + KEY, Answer.of(200, "0123456789"));
        transport = new S3Transport(S3TestConfiguration.plainly(), Map.of());
        session = transport.open(
                new TransportTarget("s3+http", "127.0.0.1:" + store.port() + "/backups", "key", "fg1"),
                Optional.of(new Secret("canary-secret".toCharArray())));
    }

    @AfterEach
    void end() {
        transport.deactivate();
        store.close();
    }

    @Test
    @DisplayName("the bytes from the offset on are requested and read, without a request for anything else")
    void ranges() throws Exception {
        store.on("GET .* range", Answer.of(206, "789").with("Content-Range", "bytes 7-9/10"));
        assertThat(read(7)).isEqualTo("789");
        assertThat(store.asked()).containsExactly("GET " + KEY + " range");
    }

    @Test
    @DisplayName("offset 0 is the whole object, without a range")
    void whole() throws Exception {
        assertThat(read(0)).isEqualTo("0123456789");
        assertThat(store.asked()).containsExactly("GET " + KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "200, ",
        "200, bytes 7-9/10",
        "206, ",
        "206, bytes 6-8/10",
        "206, bytes 7-9/11",
        "206, bytes 7-8/10",
        "206, bytes 7-9/*"
    })
    @DisplayName("an answer that is not the range to the object's end is UNSUPPORTED, never other bytes")
    void otherAnswers(int status, String range) {
        Answer answer = Answer.of(status, "789");
        store.on("GET .* range", range == null ? answer : answer.with("Content-Range", range));
        assertThat(assertFails(7, FailureKind.UNSUPPORTED, "s3.range-not-sent")).hasMessageContaining(NAME.value());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 416})
    @DisplayName("an offset at the object's end reads nothing, one beyond it is INTEGRITY")
    void atTheEnd(int status) throws Exception {
        store.on("GET .* range", status == 416 ? Answer.refusal(416, "InvalidRange") : Answer.of(200, "0123456789"));
        assertThat(read(10)).isEmpty();
        assertThat(assertFails(11, FailureKind.INTEGRITY, "s3.offset-beyond-end"))
                .hasMessageContaining("10 bytes")
                .hasMessageContaining("11 bytes");
        assertFails(9, FailureKind.UNSUPPORTED, "s3.range-not-sent");
    }

    @Test
    @DisplayName("a status 416 without a body is recognized")
    void bodiless() throws Exception {
        store.on("GET .* range", Answer.of(416, ""));
        assertThat(read(10)).isEmpty();
    }

    @Test
    @DisplayName("a missing object is NOT_FOUND, whatever the store reports of the range")
    void missing() {
        store.on("GET .* range", Answer.refusal(404, "NoSuchKey"));
        assertFails(7, FailureKind.NOT_FOUND, "s3.no-object");
        store.on("GET " + KEY, Answer.refusal(404, "NoSuchKey"))
                .on("HEAD " + KEY, Answer.of(404, ""))
                .on("GET .* range", Answer.refusal(416, "InvalidRange"));
        assertFails(7, FailureKind.NOT_FOUND, "s3.no-object");
    }

    @Test
    @DisplayName("another error is classified as that of any read")
    void refused() {
        store.on("GET .* range", Answer.refusal(403, "AccessDenied"));
        assertFails(7, FailureKind.DENIED, "s3.no-permission");
    }

    @Test
    @DisplayName("an offset below zero is rejected, and nothing is requested")
    void negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> session.read(NAME, -1));
        assertThat(store.asked()).isEmpty();
    }

    private String read(long offset) throws Exception {
        try (InputStream stream = session.read(NAME, offset)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private TransportException assertFails(long offset, FailureKind kind, String code) {
        TransportException failure = catchThrowableOfType(TransportException.class, () -> session.read(NAME, offset));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.description().code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }
}
