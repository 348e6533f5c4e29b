package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.Test;

/** Bytes of streams and listings are reported as they move, and a listing is limited. */
class WatchedStreamTest {

    private final List<Long> moved = new ArrayList<>();

    @Test
    void bytesAreReportedAsTheyAreReadOrSkipped() throws IOException {
        try (WatchedStream stream =
                new WatchedStream(new ByteArrayInputStream(new byte[] {9, 8, 7, 6, 0}), moved::add)) {
            assertThat(stream.read()).isEqualTo(9);
            byte[] buffer = new byte[4];
            assertThat(stream.read(buffer, 1, 2)).isEqualTo(2);
            assertThat(buffer).containsExactly(0, 8, 7, 0);
            assertThat(stream.skip(1)).isEqualTo(1);
            assertThat(stream.read()).isZero();
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(buffer, 0, 4)).isEqualTo(-1);
            assertThat(stream.skip(1)).isZero();
        }
        assertThat(moved).containsExactly(1L, 2L, 1L, 1L);
    }

    @Test
    void listingHoldsItsEntriesAndReportsThem() throws TransportException {
        ListEntry entry = ListEntry.object("name", 1);
        BoundedListing listing = new BoundedListing("backups", moved::add);
        listing.accept(entry);
        assertThat(listing.entries()).containsExactly(entry);
        assertThat(moved).containsExactly(260L);
    }

    @Test
    void listingHasAMaximumOfEntries() throws TransportException {
        ListEntry entry = ListEntry.object("", 1);
        BoundedListing listing = new BoundedListing("backups", count -> {});
        for (int i = 0; i < BoundedListing.MAX_ENTRIES; i++) {
            listing.accept(entry);
        }
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> listing.accept(entry))
                .withMessageStartingWith("backups holds more than 250000 entries");
    }

    @Test
    void listingHasAMaximumOfCharacters() throws TransportException {
        ListEntry half = ListEntry.object("n".repeat((int) (BoundedListing.MAX_CHARACTERS / 2)), 1);
        BoundedListing listing = new BoundedListing("backups", count -> {});
        listing.accept(half);
        listing.accept(half);
        assertThatExceptionOfType(TransportException.class).isThrownBy(() -> listing.accept(ListEntry.object("n", 1)));
    }
}
