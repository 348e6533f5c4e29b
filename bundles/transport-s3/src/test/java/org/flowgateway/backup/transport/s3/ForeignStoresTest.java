package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links and ranges of two makes of S3 server. */
class ForeignStoresTest {

    private static final BytesSource CONTENT = BytesSource.random(100_000, 1);
    private static final BytesSource OTHER = BytesSource.random(100_000, 2);
    private static final ObjectName FROM = new ObjectName("one/from");
    private static final ObjectName TO = new ObjectName("two/to");

    @TempDir
    Path base;

    @Test
    @DisplayName("S3Proxy copies inside of the store, and sends ranges")
    void s3Proxy() throws Exception {
        try (S3StoreFixture store = S3StoreFixture.s3Proxy(base)) {
            assertLinksAndRanges(store);
        }
    }

    @Test
    @DisplayName("S3Mock copies inside of the store, and sends ranges")
    void s3Mock() throws Exception {
        try (S3StoreFixture store = S3StoreFixture.s3Mock(base)) {
            assertLinksAndRanges(store);
        }
    }

    private static void assertLinksAndRanges(S3StoreFixture store) throws Exception {
        S3Transport transport = store.transport();
        try (TransportSession session =
                transport.open(store.target(), store.password().map(password -> new Secret(password.toCharArray())))) {
            session.put(FROM, CONTENT);
            assertLinks(session);
            assertThat(session.probe().capabilities()).contains(Capability.DURABLE, Capability.LINK);
            assertLinks(session);
            assertRanges(session);
            assertThat(session.list(Optional.empty())).hasSize(1);
        } finally {
            transport.deactivate();
        }
    }

    private static void assertLinks(TransportSession session) throws Exception {
        assertThat(session.link(FROM, TO)).isTrue();
        assertThat(session.link(FROM, TO)).isTrue();
        assertThat(content(session, 0)).isEqualTo(CONTENT.bytes());
        session.delete(TO);
        session.put(TO, OTHER);
        assertThat(catchThrowableOfType(TransportException.class, () -> session.link(FROM, TO))
                        .kind())
                .isEqualTo(FailureKind.ALREADY_EXISTS);
        assertThat(content(session, 0)).isEqualTo(OTHER.bytes());
        session.delete(TO);
        assertThat(catchThrowableOfType(TransportException.class, () -> session.link(TO, FROM))
                        .kind())
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    private static void assertRanges(TransportSession session) throws Exception {
        assertThat(session.link(FROM, TO)).isTrue();
        for (int offset : new int[] {0, 1, 65_536, 99_999, 100_000}) {
            assertThat(content(session, offset))
                    .isEqualTo(Arrays.copyOfRange(CONTENT.bytes(), offset, (int) CONTENT.length()));
        }
        assertThat(catchThrowableOfType(TransportException.class, () -> session.read(TO, 100_001))
                        .kind())
                .isEqualTo(FailureKind.INTEGRITY);
        session.delete(TO);
    }

    private static byte[] content(TransportSession session, long offset) throws Exception {
        try (InputStream stream = session.read(TO, offset)) {
            return stream.readAllBytes();
        }
    }
}
