package org.flowgateway.backup.spi.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The values of the SPI are equal by content, copy what they are given, and refuse what no store can have. */
class TransportValuesTest {

    /** SHA-256 of {@code abc}, as FIPS 180-4 gives it. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static void assertRefused(Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertTrue(String.valueOf(refused.getMessage()).contains("[-1]"), refused.getMessage());
    }

    private static void assertEqual(Object one, Object same, Object... others) {
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        assertEquals(one.toString(), same.toString());
        for (Object other : others) {
            assertNotEquals(one, other);
            assertNotEquals(one.toString(), other.toString());
        }
    }

    @Test
    void attributes() {
        assertEquals(7, ObjectAttributes.ofLength(7).length());
        assertEqual(ObjectAttributes.ofLength(7), ObjectAttributes.ofLength(7), ObjectAttributes.ofLength(8), "7");
        assertRefused(() -> ObjectAttributes.ofLength(-1));
    }

    @Test
    void entries() {
        ListEntry object = ListEntry.object("a", 7);
        assertEquals("a", object.name());
        assertEquals(ListEntry.Kind.OBJECT, object.kind());
        assertEquals(7, object.length());
        assertEquals(ListEntry.Kind.DIRECTORY, ListEntry.directory("a").kind());
        assertEquals(ListEntry.Kind.OTHER, ListEntry.other("a").kind());
        assertEquals(0, ListEntry.other("a").length());
        assertEqual(object, ListEntry.object("a", 7), ListEntry.object("b", 7), ListEntry.object("a", 8));
        assertEqual(ListEntry.directory("a"), ListEntry.directory("a"), ListEntry.other("a"), ListEntry.object("a", 0));
        assertRefused(() -> ListEntry.object("a", -1));
    }

    @Test
    void probes() {
        Set<Capability> given = EnumSet.of(Capability.LINK);
        Probe probe = Probe.of(given);
        given.add(Capability.DURABLE);
        assertEquals(Set.of(Capability.LINK), probe.capabilities());
        assertEquals(OptionalLong.empty(), probe.freeBytes());
        assertEquals(OptionalLong.of(7), probe.withFreeBytes(7).freeBytes());
        assertEquals(probe.capabilities(), probe.withFreeBytes(7).capabilities());
        assertEqual(Probe.of(Capability.LINK), probe, Probe.of(), probe.withFreeBytes(7));
        assertRefused(() -> probe.withFreeBytes(-1));
    }

    @Test
    void options() {
        Instant until = Instant.parse("2030-01-01T00:00:00Z");
        PutOptions retained = PutOptions.NONE.withRetentionUntil(until);
        assertEquals(Optional.of(until), retained.retainedUntil());
        assertEquals(Optional.empty(), PutOptions.NONE.retainedUntil());
        assertEqual(retained, PutOptions.NONE.withRetentionUntil(until), PutOptions.NONE);
    }

    @Test
    void sourceOfBytes() throws Exception {
        byte[] content = {'a', 'b', 'c'};
        ObjectSource source = ObjectSource.of(content);
        content[0] = 'x';
        assertEquals(3, source.length());
        assertEquals(ABC, source.sha256());
        for (int opened = 0; opened < 2; opened++) {
            try (InputStream stream = source.open()) {
                assertArrayEquals(new byte[] {'a', 'b', 'c'}, stream.readAllBytes());
            }
        }
    }

    @Test
    void whatATransportDoesNotHaveIsRefusedAndNeverIgnored() throws Exception {
        PuttingSession session = new PuttingSession();
        ObjectName name = new ObjectName("d/object");
        ObjectSource source = ObjectSource.of(new byte[3]);

        assertUnsupported(
                "spi.retention-unsupported",
                () -> session.put(name, source, PutOptions.NONE.withRetentionUntil(Instant.MAX)));
        assertEquals(0, session.stored);
        session.put(name, source, PutOptions.NONE);
        assertEquals(1, session.stored);
        assertUnsupported("spi.range-unsupported", () -> session.read(name, 1));
        assertEquals(false, session.link(name, name.resolve("second")));
    }

    private static void assertUnsupported(String code, Executable call) {
        TransportException failure = assertThrows(TransportException.class, call);
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertEquals(code, failure.description().code());
        String text = failure.description().text();
        assertTrue(text.contains("d/object"), text);
    }

    /** Session that has nothing but the methods that every transport has, and counts what is stored. */
    private static final class PuttingSession implements TransportSession {

        private int stored;

        @Override
        public Probe probe() {
            return Probe.of();
        }

        @Override
        public void put(ObjectName name, ObjectSource source) {
            stored++;
        }

        @Override
        public InputStream read(ObjectName name) {
            return InputStream.nullInputStream();
        }

        @Override
        public Optional<ObjectAttributes> stat(ObjectName name) {
            return Optional.empty();
        }

        @Override
        public List<ListEntry> list(Optional<ObjectName> directory) {
            return List.of();
        }

        @Override
        public void delete(ObjectName name) {
            stored--;
        }

        @Override
        public void close() {
            stored = 0;
        }
    }
}
