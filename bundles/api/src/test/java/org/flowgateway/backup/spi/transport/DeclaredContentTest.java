package org.flowgateway.backup.spi.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Content is compared with its declaration, and a failure of its source is no failure of the store. */
class DeclaredContentTest {

    private static final ObjectName NAME = new ObjectName("d/object");
    /** SHA-256 of no bytes. */
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** Bytes with a declaration. */
    private record Declared(long length, String sha256, byte[] bytes) implements ObjectSource {

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    @Test
    @DisplayName("content as declared passes")
    void asDeclared() throws Exception {
        read(new Declared(0, EMPTY, new byte[0]));
    }

    @Test
    @DisplayName("longer, shorter and other content is INTEGRITY")
    void differs() {
        assertFails("spi.content-too-long", "1 byte.", new Declared(1, EMPTY, new byte[2]));
        assertFails("spi.content-too-short", "after 2 of the declared 3 bytes", new Declared(3, EMPTY, new byte[2]));
        assertFails("spi.content-differs", "SHA-256", new Declared(2, EMPTY, new byte[2]));
    }

    @Test
    @DisplayName(
            "a missing file of the source is INTEGRITY, not a missing object; a transport's failure passes through")
    void unreadable() {
        assertFails("spi.content-unreadable", "could not be read", failing(new NoSuchFileException("pack")));
        TransportException passing = new TransportException(FailureKind.CLOSED, "closed");
        assertSame(passing, assertThrows(TransportException.class, () -> read(failing(passing))));
    }

    private static ObjectSource failing(IOException failure) {
        return new ObjectSource() {
            @Override
            public long length() {
                return 1;
            }

            @Override
            public String sha256() {
                return EMPTY;
            }

            @Override
            public InputStream open() throws IOException {
                throw failure;
            }
        };
    }

    private static void read(ObjectSource source) throws TransportException {
        try (DeclaredContent content = new DeclaredContent(NAME, source)) {
            content.fill(new byte[10]);
            content.check();
        }
    }

    private static void assertFails(String code, String words, ObjectSource source) {
        TransportException failure = assertThrows(TransportException.class, () -> read(source));
        assertEquals(FailureKind.INTEGRITY, failure.kind());
        assertEquals(code, failure.description().code());
        assertTrue(
                failure.description().text().contains(NAME.value()),
                failure.description().text());
        assertTrue(
                failure.description().text().contains(words),
                failure.description().text());
    }
}
