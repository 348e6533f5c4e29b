package org.flowgateway.backup.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Entry.Type;
import org.flowgateway.backup.archive.Timestamp;
import org.junit.jupiter.api.Test;

/** A tar in memory that other readers read, byte for byte. */
class TarWriterTest {

    private static final byte[] NO_PAX = {};
    private static final int CAPACITY = 16 << 10;

    private final byte[] memory = new byte[CAPACITY];
    private final TarWriter tar = new TarWriter(CAPACITY, ByteBuffer.wrap(memory));

    TarWriterTest() {
        Arrays.fill(memory, (byte) 0x55);
    }

    private static Entry entry(Type type, long owner, String user, Timestamp modified, String target) {
        return new Entry("config", "a", type, 06644, owner, owner, user, user, 0, modified, target);
    }

    private void add(Entry entry, String name, byte[] pax, byte... content) throws IOException {
        int at = tar.begin(entry, name, entry.linkTarget(), pax, content.length);
        tar.bytes().put(at, content);
        tar.end(content.length);
    }

    private TarArchiveInputStream finished() {
        int length = tar.finish();
        assertThat(length % 512).isZero();
        return new TarArchiveInputStream(new ByteArrayInputStream(memory, 0, length), "UTF-8");
    }

    @Test
    void entryIsReadAsItWasWritten() throws IOException {
        add(entry(Type.FILE, 5, "user", new Timestamp(7, 0), ""), "config/a", NO_PAX, (byte) 1, (byte) 2);
        add(entry(Type.SYMLINK, 5, "user", new Timestamp(7, 0), "target"), "config/s", NO_PAX);
        add(entry(Type.HARDLINK, 5, "user", new Timestamp(7, 0), "config/a"), "config/h", NO_PAX);
        add(entry(Type.DIRECTORY, 5, "user", new Timestamp(7, 0), ""), "config/d", NO_PAX);
        assertThat(tar.length()).isEqualTo(5 * 512);
        assertThat(tar.free()).isEqualTo(CAPACITY - 7 * 512);

        try (TarArchiveInputStream in = finished()) {
            TarArchiveEntry file = in.getNextEntry();
            assertThat(file.getName()).isEqualTo("config/a");
            assertThat(file.isFile()).isTrue();
            assertThat(file.getMode()).isEqualTo(06644);
            assertThat(file.getLongUserId()).isEqualTo(5);
            assertThat(file.getLongGroupId()).isEqualTo(5);
            assertThat(file.getUserName()).isEqualTo("user");
            assertThat(file.getGroupName()).isEqualTo("user");
            assertThat(file.getLastModifiedTime().toMillis()).isEqualTo(7000);
            assertThat(in.readAllBytes()).containsExactly(1, 2);
            TarArchiveEntry symlink = in.getNextEntry();
            assertThat(symlink.isSymbolicLink()).isTrue();
            assertThat(symlink.getLinkName()).isEqualTo("target");
            TarArchiveEntry hardLink = in.getNextEntry();
            assertThat(hardLink.isLink()).isTrue();
            assertThat(hardLink.getLinkName()).isEqualTo("config/a");
            assertThat(in.getNextEntry().isDirectory()).isTrue();
            assertThat(in.getNextEntry()).isNull();
        }
    }

    @Test
    void contentIsPaddedWithZeros() throws IOException {
        add(entry(Type.FILE, 0, "", new Timestamp(0, 0), ""), "a", NO_PAX, (byte) 1);
        tar.finish();
        assertThat(Arrays.copyOfRange(memory, 513, 4 * 512)).containsOnly(0);
        assertThat(memory[4 * 512]).isEqualTo((byte) 0x55);
    }

    @Test
    void paxHeaderPrecedesItsEntry() throws IOException {
        Entry entry = entry(Type.FILE, 4_294_967_294L, "u\u00fc", new Timestamp(-1, 5), "");
        byte[] pax = PaxRecords.of(entry, "n".repeat(300), "");
        add(entry, "n".repeat(300), pax, (byte) 1);
        assertThat(header(0, 17)).isEqualTo("PaxHeaders/header");
        assertThat(header(100, 8)).as("mode").isEqualTo("0000644\0");
        assertThat(header(136, 12)).as("time, the same each time").isEqualTo("00000000000\0");

        try (TarArchiveInputStream in = finished()) {
            TarArchiveEntry read = in.getNextEntry();
            assertThat(read.getName()).isEqualTo("n".repeat(300));
            assertThat(read.getLongUserId()).isEqualTo(4_294_967_294L);
            assertThat(read.getUserName()).isEqualTo("u\u00fc");
            assertThat(read.getLastModifiedTime().toInstant().getEpochSecond()).isEqualTo(-1);
            assertThat(in.readAllBytes()).containsExactly(1);
        }
        assertThat(TarWriter.footprint(pax, 1)).isEqualTo(tar.length());
    }

    private String header(int offset, int length) {
        return new String(memory, offset, length, StandardCharsets.US_ASCII).replace(' ', '\0');
    }

    @Test
    void headerHasASubstituteForWhatIsInThePaxHeader() throws IOException {
        Entry entry = entry(Type.FILE, 010000000, "u\u00fc\u007f\u001f~ ", new Timestamp(077777777777L + 1, 0), "");
        add(entry, "\ud83d\ude00" + "n".repeat(120), NO_PAX);
        try (TarArchiveInputStream in = finished()) {
            TarArchiveEntry read = in.getNextEntry();
            assertThat(read.getName()).isEqualTo("_" + "n".repeat(99));
            assertThat(read.getLongUserId()).isZero();
            assertThat(read.getLongGroupId()).isZero();
            assertThat(read.getUserName()).isEqualTo("u___~ ");
            assertThat(read.getLastModifiedTime().toMillis()).isZero();
        }
    }

    @Test
    void headerHasTheHighestValuesThatFit() throws IOException {
        Entry entry = entry(Type.FILE, 07777777, "u", new Timestamp(077777777777L, 0), "");
        add(entry, "n".repeat(100), NO_PAX);
        try (TarArchiveInputStream in = finished()) {
            TarArchiveEntry read = in.getNextEntry();
            assertThat(read.getName()).isEqualTo("n".repeat(100));
            assertThat(read.getLongUserId()).isEqualTo(07777777);
            assertThat(read.getLastModifiedTime().toMillis()).isEqualTo(077777777777L * 1000);
        }
    }

    @Test
    void sizeIsCorrectedWhenTheContentIsShorter() throws IOException {
        Entry entry = entry(Type.FILE, 0, "", new Timestamp(0, 0), "");
        int at = tar.begin(entry, "a", "", NO_PAX, 1000);
        assertThat(at).isEqualTo(512);
        tar.bytes().put(at, new byte[] {9});
        tar.end(1);
        assertThat(tar.length()).isEqualTo(1024);
        try (TarArchiveInputStream in = finished()) {
            assertThat(in.getNextEntry().getSize()).isEqualTo(1);
            assertThat(in.readAllBytes()).containsExactly(9);
            assertThat(in.getNextEntry()).isNull();
        }
    }

    @Test
    void abandonedEntryLeavesNoTrace() throws IOException {
        Entry entry = entry(Type.FILE, 0, "", new Timestamp(0, 0), "");
        add(entry, "a", NO_PAX);
        tar.begin(entry, "b", "", PaxRecords.of(entry, "b".repeat(200), ""), 10);
        tar.abandon();
        assertThat(tar.length()).isEqualTo(512);
        tar.reset();
        assertThat(tar.length()).isZero();
    }

    @Test
    void roomIsInWholeRecordsBehindTheHeaders() {
        assertThat(tar.room(NO_PAX)).isEqualTo(CAPACITY - 3 * 512);
        assertThat(tar.room(new byte[1])).isEqualTo(CAPACITY - 5 * 512);
        assertThat(tar.room(new byte[512])).isEqualTo(CAPACITY - 5 * 512);
        assertThat(tar.room(new byte[513])).isEqualTo(CAPACITY - 6 * 512);
        assertThat(new TarWriter(1024 + 600, ByteBuffer.allocate(2048)).room(NO_PAX))
                .isZero();
        assertThat(new TarWriter(1024 + 512, ByteBuffer.allocate(2048)).room(NO_PAX))
                .isZero();
        assertThat(new TarWriter(1024 + 511, ByteBuffer.allocate(2048)).room(NO_PAX))
                .isEqualTo(-1);
        assertThat(TarWriter.footprint(NO_PAX, 0)).isEqualTo(512);
        assertThat(TarWriter.footprint(NO_PAX, 512)).isEqualTo(1024);
        assertThat(TarWriter.footprint(NO_PAX, 513)).isEqualTo(1536);
    }

    @Test
    void memoryIsReplaced() {
        ByteBuffer other = ByteBuffer.allocate(CAPACITY);
        ByteBuffer first = tar.bytes();
        assertThat(tar.replace(other)).isSameAs(first);
        assertThat(tar.bytes()).isSameAs(other);
    }
}
