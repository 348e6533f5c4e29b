package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Entry.Type;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.index.PackLines;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PackBuilderTest {

    private static ArchiveCipher cipher;
    private final PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);

    @BeforeAll
    static void derive() {
        cipher = LowCostCipher.forSealing("password".toCharArray());
    }

    @AfterAll
    static void close() {
        cipher.close();
    }

    private void put(Entry entry, int part, String text, boolean last) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        builder.begin(entry, part, bytes.length).put(bytes);
        builder.end(last);
    }

    private List<String> members(SealedPack pack) throws IOException {
        List<String> result = new ArrayList<>();
        try (PackReader reader = new PackReader(pack.open(), pack.object(), cipher, PackBuilder.MIN_CAPACITY)) {
            for (Optional<OpenedMember> member = reader.next(); member.isPresent(); member = reader.next()) {
                String content = new String(reader.content().readAllBytes(), StandardCharsets.UTF_8);
                result.add(member.get().name() + "=" + content);
            }
        }
        return result;
    }

    private static List<IndexedEntry> lines(SealedPack pack) throws IOException {
        return PackLines.entries(pack.lines(), "config");
    }

    @Test
    void shorterFileHasTheFilledLength() throws IOException {
        ByteBuffer window = builder.begin(TestBackup.file("shrunk", 2000), 0, 2000);
        window.put("abc".getBytes(StandardCharsets.UTF_8));
        builder.end(true);
        put(TestBackup.file("next", 4), 0, "next", true);

        SealedPack pack = builder.seal(cipher, 3, new PackBuffer());

        assertThat(members(pack)).containsExactly("config/shrunk=abc", "config/next=next");
        assertThat(lines(pack).get(1).parts().get(0).length()).isEqualTo(3);
        assertThat(lines(pack).get(1).parts().get(0).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void onlyPartBecomesAWholeFile() throws IOException {
        // With its part's suffix this name needs a pax record, without it none: the headers shrink.
        String path = "p".repeat(90);
        Entry entry = new Entry("config", path, Entry.Type.FILE, 0644, 0, 0, "", "", 5000, Instant.EPOCH, "");
        builder.begin(entry, 1, 5000).put("what is left of it".getBytes(StandardCharsets.UTF_8));
        builder.end(true);

        SealedPack pack = builder.seal(cipher, 3, new PackBuffer());

        assertThat(members(pack)).containsExactly("config/" + path + "=what is left of it");
        assertThat(PackLines.startWithWholeEntry(pack.lines(), "config")).isTrue();
        assertThat(pack.plainBytes()).isEqualTo(512 + 512 + 1024);
    }

    @Test
    void abandonedMemberLeavesNoTrace() throws IOException {
        int before = builder.room(TestBackup.file("a", 3));
        builder.begin(TestBackup.file("gone", 3), 0, 3).put(new byte[3]);
        assertThat(builder.isEmpty()).isFalse();
        builder.abandon();

        assertThat(builder.isEmpty()).isTrue();
        assertThat(builder.room(TestBackup.file("a", 3))).isEqualTo(before);
        put(TestBackup.file("a", 3), 0, "abc", true);
        assertThat(members(builder.seal(cipher, 3, new PackBuffer()))).containsExactly("config/a=abc");
    }

    @Test
    void packHasNoBytesOfAnEarlierPack() throws IOException {
        PackBuffer memory = new PackBuffer();
        SealedPack earlier = fullPack(0, memory);
        SealedPack later = fullPack(1, memory); // Both buffers hold noise now, since they are swapped.
        builder.reset(2);
        put(TestBackup.file("second", 1), 0, "s", true);

        SealedPack pack = builder.seal(cipher, 3, memory);

        assertThat(members(pack)).containsExactly("config/second=s");
        assertThat(pack.object().name()).isEqualTo("packs/000002.tar.zst.pgp");
        PackBuilder unused = new PackBuilder(PackBuilder.MIN_CAPACITY);
        unused.reset(2);
        unused.begin(TestBackup.file("second", 1), 0, 1).put((byte) 's');
        unused.end(true);
        try (InputStream tar = plain(pack);
                InputStream expected = plain(unused.seal(cipher, 3, new PackBuffer()))) {
            assertThat(tar.readAllBytes()).isEqualTo(expected.readAllBytes());
        }
        assertThatThrownBy(earlier::open).isInstanceOf(IOException.class).hasMessageContaining("holds another object");
        assertThatThrownBy(later::open).isInstanceOf(IOException.class).hasMessageContaining("holds another object");
    }

    private SealedPack fullPack(int number, PackBuffer memory) throws IOException {
        builder.reset(number);
        Entry entry = TestBackup.file("noise", 0);
        byte[] noise = new byte[builder.room(entry)];
        new Random(number).nextBytes(noise);
        builder.begin(entry, 0, noise.length).put(noise);
        builder.end(true);
        return builder.seal(cipher, 3, memory);
    }

    @Test
    void footprintOfAnEntryIsExact() throws IOException {
        for (Entry entry : List.of(
                TestBackup.file("short", 1), TestBackup.file("long".repeat(40), 513), TestBackup.file("none", 0))) {
            int before = builder.free();
            long footprint = builder.footprint(entry);
            put(entry, 0, "x".repeat((int) entry.size()), true);
            assertThat(before - builder.free()).as(entry.path()).isEqualTo((int) footprint);
        }
    }

    @Test
    void readOfAPackFailsOnceItsBufferIsReused() throws IOException {
        PackBuffer memory = new PackBuffer();
        SealedPack first = fullPack(0, memory);
        try (InputStream bytes = first.open()) {
            assertThat(bytes.readNBytes(1000)).hasSize(1000);
            fullPack(1, memory);
            assertThatThrownBy(bytes::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("holds another object");
        }
    }

    @Test
    void sealedPackStaysWhileTheNextIsBuilt() throws IOException {
        put(TestBackup.file("first", 3), 0, "abc", true);
        SealedPack first = builder.seal(cipher, 3, new PackBuffer());
        builder.reset(1);
        put(TestBackup.file("second", 3), 0, "xyz", true);
        builder.seal(cipher, 3, new PackBuffer());

        assertThat(members(first)).containsExactly("config/first=abc");
        assertThat(first.object().name()).isEqualTo("packs/000000.tar.zst.pgp");
    }

    private static InputStream plain(SealedPack pack) throws IOException {
        return new ZstdInputStreamNoFinalizer(cipher.open(pack.open()));
    }

    @Test
    void roomIsExact() throws IOException {
        Entry entry = TestBackup.file("a", 0);
        int room = builder.room(entry);

        assertThatThrownBy(() -> builder.begin(entry, 1, room + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + room + "]");
        ByteBuffer window = builder.begin(entry, 1, room);
        assertThat(window.remaining()).isEqualTo(room);
        window.position(room);
        builder.end(false);

        assertThat(builder.room(TestBackup.directory("b"))).isNegative();
        assertThatThrownBy(() -> builder.add(TestBackup.directory("b"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.seal(cipher, 1, new PackBuffer()).plainBytes()).isEqualTo(PackBuilder.MIN_CAPACITY);
    }

    /** The name of a part is longer than that of the whole file: here only it needs a pax record. */
    @Test
    void roomOfAFileIsThatOfAPart() {
        Entry entry = new Entry("config", "p".repeat(90), Type.FILE, 0644, 0, 0, "", "", 0, Instant.EPOCH, "");
        int room = builder.room(entry);

        assertThat(builder.begin(entry, 1, room).remaining()).isEqualTo(room);
    }

    @Test
    void weightOfAPackIsLimited() {
        PackBuilder large = new PackBuilder(9 << 20);
        Entry lightest = new Entry("config", "", Type.DIRECTORY, 0, 0, 0, "", "", 0, Instant.EPOCH, "");
        Entry light = new Entry("config", "a", Type.DIRECTORY, 0, 0, 0, "", "", 0, Instant.EPOCH, "");
        while (large.freeWeight() >= lightest.weight()) {
            assertThat(large.room(lightest)).isPositive();
            large.add(lightest);
        }

        assertThat(large.freeWeight()).isZero();
        assertThat(large.room(light)).isEqualTo(-1);
        large.reset(1);
        assertThat(large.room(light)).isPositive();
    }

    @Test
    void contentOfSeveralPiecesIsSealed() throws IOException {
        byte[] noise = new byte[200_000];
        new Random(7).nextBytes(noise);
        builder.begin(TestBackup.file("noise", noise.length), 0, noise.length).put(noise);
        builder.end(true);
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());

        try (PackReader reader = new PackReader(pack.open(), pack.object(), cipher, PackBuilder.MIN_CAPACITY)) {
            assertThat(reader.next()).map(OpenedMember::name).contains("config/noise");
            assertThat(reader.content().readAllBytes()).isEqualTo(noise);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void nameOfADirectoryEndsWithASlash() throws IOException {
        builder.add(new Entry("config", "d", Type.DIRECTORY, 0700, 0, 0, "", "", 0, Instant.EPOCH, ""));

        try (InputStream tar = plain(builder.seal(cipher, 1, new PackBuffer()))) {
            assertThat(new String(tar.readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("config/d/\0");
        }
    }

    @Test
    void linksHaveTheirTargets() throws IOException {
        builder.add(TestBackup.entry("s", Type.SYMLINK, 0, "a"));
        builder.add(TestBackup.entry("h", Type.HARDLINK, 0, "a"));
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());

        try (PackReader reader = new PackReader(pack.open(), pack.object(), cipher, PackBuilder.MIN_CAPACITY)) {
            assertThat(reader.next()).contains(new OpenedMember("config/s", Type.SYMLINK, 0, "a"));
            assertThat(reader.next()).contains(new OpenedMember("config/h", Type.HARDLINK, 0, "config/a"));
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void longestEntryFitsIntoAnEmptyPack() {
        String path = ("/" + "\u00e4".repeat(FormatLimits.NAME_BYTES / 2) + "x")
                .repeat(FormatLimits.PATH_BYTES / (FormatLimits.NAME_BYTES + 1))
                .substring(1);
        Entry longest = new Entry(
                "s".repeat(64),
                path,
                Type.HARDLINK,
                07777,
                FormatLimits.OWNER,
                FormatLimits.OWNER,
                "\u4e00".repeat(1024),
                "\u4e00".repeat(1024),
                0,
                new Timestamp(Long.MIN_VALUE, 1),
                path);

        assertThat(builder.room(longest)).isPositive();
        builder.add(longest);
    }

    @Test
    void metadataBeyondUstarIsWrittenAsPax() throws IOException {
        Entry entry = new Entry(
                "config",
                "\u00e4",
                Type.SYMLINK,
                0777,
                3_000_000,
                4_294_967_294L,
                "m\u00e4zu",
                "g",
                0,
                Instant.ofEpochSecond(-2, 500_000_000),
                "\u00f6");
        builder.add(entry);

        try (InputStream tar = plain(builder.seal(cipher, 3, new PackBuffer()))) {
            String records = new String(tar.readAllBytes(), 512, 512, StandardCharsets.UTF_8).replace("\0", "");
            assertThat(records.split("\n", 0))
                    .containsExactly(
                            "18 path=config/\u00e4",
                            "15 linkpath=\u00f6",
                            "15 uid=3000000",
                            "18 gid=4294967294",
                            "15 uname=m\u00e4zu",
                            "14 mtime=-1.5");
        }
    }

    @Test
    void callsOutOfOrderAreRefused() throws IOException {
        assertThatThrownBy(() -> builder.end(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(builder::abandon).isInstanceOf(IllegalStateException.class);
        builder.begin(TestBackup.file("a", 0), 0, 0);
        assertThatThrownBy(() -> builder.begin(TestBackup.file("b", 0), 0, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.seal(cipher, 1, new PackBuffer())).isInstanceOf(IllegalStateException.class);
        builder.end(true);
        builder.seal(cipher, 1, new PackBuffer());
        assertThatThrownBy(() -> builder.seal(cipher, 1, new PackBuffer())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.add(TestBackup.directory("b"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.begin(TestBackup.directory("b"), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(TestBackup.file("b", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PackBuilder(1)).hasMessageContaining("[1]");
        assertThatThrownBy(() -> builder.reset(100_000)).hasMessageContaining("[100000]");
    }
}
