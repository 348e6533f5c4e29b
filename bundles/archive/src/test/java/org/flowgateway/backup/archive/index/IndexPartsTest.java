package org.flowgateway.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.junit.jupiter.api.Test;

/** The parts of an index's reader and writer: buffers, totals, checksums, at their limits. */
class IndexPartsTest {

    private static final String HASH = "0".repeat(64);
    private static final int CHUNK = 1 << 18;

    private static IndexedEntry file(String path, Part... parts) {
        long size = Arrays.stream(parts).mapToLong(Part::length).sum();
        return new IndexedEntry(TestBackup.file(path, size), List.of(parts));
    }

    private static IndexedEntry directory(String path, int pack) {
        return new IndexedEntry(TestBackup.directory(path), List.of(new Part(pack, 0, "")));
    }

    private static StoredObject pack(int number, long length) {
        return new StoredObject(StoredObject.packName(number), length, HASH);
    }

    private static void assertTooMuch(ThrowingCallable call) {
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
    }

    @Test
    void bufferHoldsWhatWasWritten() throws IOException {
        byte[] content = new byte[CHUNK + CHUNK / 2];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + i / CHUNK);
        }
        GrowableBuffer buffer = new GrowableBuffer(content.length);
        try (OutputStream out = buffer.output()) {
            out.write(content[0]);
            out.write(content, 1, 9);
            out.write(content, 10, content.length - 10);
            assertTooMuch(() -> out.write(1));
        }
        try (InputStream in = buffer.open()) {
            assertThat(in.available()).isEqualTo(content.length);
            assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(content[0]));
            byte[] target = new byte[4];
            assertThat(in.read(target, 1, 2)).isEqualTo(2);
            assertThat(target).containsExactly(0, content[1], content[2], 0);
            assertThat(in.read(target, 0, 0)).isZero();
            assertThat(in.available()).isEqualTo(content.length - 3);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 3, content.length));
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(target, 0, 0)).isZero();
            assertThat(in.available()).isZero();
        }
        assertThat(buffer.describe("a")).isEqualTo(new StoredObject("a", content.length, sha256(content)));
        StoredObject stored = new StoredObject(StoredObject.INDEX_NAME, content.length, sha256(content));
        assertThat(SealedIndex.read(new ByteArrayInputStream(content), stored).object())
                .isEqualTo(stored);
    }

    private static String sha256(byte[] content) {
        MessageDigest digest = Sha256.digest();
        digest.update(content);
        return Sha256.hex(digest);
    }

    @Test
    void bufferOfWholeChunksIsDescribed() throws IOException {
        byte[] content = new byte[2 * CHUNK];
        GrowableBuffer buffer = new GrowableBuffer(content.length);
        buffer.output().write(content);
        assertThat(buffer.describe("a")).isEqualTo(new StoredObject("a", content.length, sha256(content)));
        GrowableBuffer byteAbove127 = new GrowableBuffer(1);
        byteAbove127.output().write(200);
        assertThat(byteAbove127.open().read()).isEqualTo(200);
    }

    @Test
    void longestIndexIsRefusedBeforeItIsRead() {
        StoredObject tooLong = new StoredObject(StoredObject.INDEX_NAME, SealedIndex.MAX_BYTES + 1L, HASH);
        assertTooMuch(() -> SealedIndex.read(InputStream.nullInputStream(), tooLong));
        StoredObject longest = new StoredObject(StoredObject.INDEX_NAME, SealedIndex.MAX_BYTES, HASH);
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> SealedIndex.read(InputStream.nullInputStream(), longest))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.DAMAGED));
    }

    @Test
    void totalsAreBySection() throws IOException {
        SectionTotals totals = new SectionTotals();
        totals.add(TestBackup.file("a", 5));
        totals.add("certs", 2, 7);
        SectionTotals more = new SectionTotals();
        more.add("config", 1, 3);
        totals.add(more);
        totals.omit(new Omission("config", "b", Omission.Reason.PIPE, ""));
        totals.omit(new Omission("config", "c", Omission.Reason.PIPE, ""));

        assertThat(totals.entries()).isEqualTo(4);
        assertThat(totals.bytes()).isEqualTo(15);
        assertThat(totals.entries("config")).isEqualTo(2);
        assertThat(totals.bytes("config")).isEqualTo(8);
        assertThat(totals.entries("certs")).isEqualTo(2);
        assertThat(totals.bytes("certs")).isEqualTo(7);
        assertThat(totals.omitted("config")).isEqualTo(Map.of(Omission.Reason.PIPE, 2L));
        assertThat(totals.omitted("certs")).isEmpty();
        assertThat(totals.entries("none")).isZero();
        assertThat(totals.bytes("none")).isZero();
        assertThat(totals.omitted("none")).isEmpty();
    }

    private static SectionSummary summary(String id, long entries, long bytes, long pipes) {
        return new SectionSummary(
                id,
                "",
                true,
                false,
                1,
                "",
                entries,
                bytes,
                pipes == 0 ? Map.of() : Map.of(Omission.Reason.PIPE, pipes));
    }

    @Test
    void summariesHaveTheTotals() throws IOException {
        SectionTotals totals = new SectionTotals();
        totals.add("config", 1, 3);
        totals.add("certs", 1, 4);
        totals.omit(new Omission("certs", "b", Omission.Reason.PIPE, ""));
        SectionSummary config = summary("config", 1, 3, 0);
        SectionSummary certs = summary("certs", 1, 4, 1);

        totals.check(List.of(config, certs));
        totals.check(List.of(config, summary("empty", 0, 0, 0), certs));
        totals.checkCounts(List.of(certs, config));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> totals.check(List.of(certs, config)))
                .withMessageContaining("another order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> totals.checkCounts(List.of(config)))
                .withMessage("of [3] entries only [1] are of a section that is listed");
        for (SectionSummary wrong :
                List.of(summary("certs", 2, 4, 1), summary("certs", 1, 5, 1), summary("certs", 1, 4, 2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> totals.check(List.of(config, wrong)))
                    .withMessageStartingWith("section [certs] is said to");
        }
    }

    @Test
    void entriesAndOmissionsAreLimitedTogether() throws IOException {
        SectionTotals totals = new SectionTotals();
        totals.add("config", FormatLimits.ENTRIES - 1, 0);
        Omission omission = new Omission("config", "b", Omission.Reason.PIPE, "");
        totals.omit(omission);
        assertTooMuch(() -> totals.omit(omission));
        SectionTotals full = new SectionTotals();
        full.add("config", FormatLimits.ENTRIES, 0);
        assertTooMuch(() -> full.add("config", 1, 0));
        SectionTotals sections = new SectionTotals();
        for (int i = 0; i < FormatLimits.SECTIONS; i++) {
            sections.add("s" + i, 0, 0);
        }
        assertTooMuch(() -> sections.add("one-more", 0, 0));
    }

    @Test
    void lastEntryOfEachPackIsKnown() throws IOException {
        PackTotals totals = new PackTotals();
        totals.add(directory("", 0));
        totals.add(file("a", new Part(0, 1, HASH), new Part(2, 1, HASH)));
        totals.add(file("b", new Part(200, 1, HASH)));
        totals.add(directory("c", 0));
        assertThat(Arrays.copyOf(totals.lastEntries(201), 3)).containsExactly(3, -1, 1);
        assertThat(totals.lastEntries(201)[200]).isEqualTo(2);
        assertThat(totals.lastEntries(201)[199]).isEqualTo(-1);
        assertThat(totals.lastEntries(500)[499]).isEqualTo(-1);
        assertThat(totals.lastEntries(1)).containsExactly(3);
    }

    @Test
    void everyEntryIsInAPackThatIsThere() throws IOException {
        PackTotals totals = new PackTotals();
        totals.add(directory("a", 0));
        totals.add(directory("b", 2));
        totals.check(List.of(pack(0, 100), pack(1, 100), pack(2, 100)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> totals.check(List.of(pack(0, 100), pack(1, 100))))
                .withMessage("an entry is in pack [2] of [2]");
        List<StoredObject> many =
                IntStream.range(0, 70).mapToObj(number -> pack(number, 1)).toList();
        totals.check(many);
    }

    @Test
    void packsAreLimitedInLengthAndRatio() throws IOException {
        PackTotals totals = new PackTotals();
        totals.add(directory("a", 0));
        totals.check(List.of(pack(0, FormatLimits.PACK_SEALED_BYTES)));
        assertTooMuch(() -> totals.check(List.of(pack(0, FormatLimits.PACK_SEALED_BYTES + 1))));

        // A header of one record, and content of 63 records, are exactly the ratio of one stored byte.
        PackTotals bomb = new PackTotals();
        bomb.add(file("a", new Part(0, 63 * 512 - 511, HASH)));
        bomb.check(List.of(pack(0, 1)));
        bomb.add(directory("b", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bomb.check(List.of(pack(0, 1))))
                .withMessage("packs/000000.tar.zst.pgp of [1] bytes cannot hold the [33280] that the index"
                        + " promises of it");
    }

    @Test
    void headersCountWithTheirPaxRecords() throws IOException {
        PackTotals bomb = new PackTotals();
        Entry attributed = TestBackup.file("a", 0)
                .withExtended(ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("user.a", new byte[32_768 - 1024])));
        bomb.add(new IndexedEntry(attributed, List.of(new Part(0, 0, HASH))));
        bomb.check(List.of(pack(0, 1)));
        bomb.add(directory("b", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> bomb.check(List.of(pack(0, 1))));

        PackTotals names = new PackTotals();
        names.add(directory("n".repeat(101), 0));
        for (int i = 0; i < 32_768 / 512 - 3; i++) {
            names.add(directory("n", 0));
        }
        names.check(List.of(pack(0, 1)));
        names.add(directory("n", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> names.check(List.of(pack(0, 1))));
    }

    /** An entry of the lowest weight, in a pack. */
    private static IndexedEntry plain(int pack) {
        Entry root = new Entry("config", "", Entry.Type.DIRECTORY, 0, 0, 0, "", "", 0, new Timestamp(0, 0), "");
        return new IndexedEntry(root, List.of(new Part(pack, 0, "")));
    }

    /** Packs that are full by the weight of their entries, from number 64 on. */
    private static PackTotals fullPacks(int packs, boolean mixed) throws IOException {
        PackTotals totals = new PackTotals();
        int perPack = FormatLimits.PACK_WEIGHT / FormatLimits.ENTRY_WEIGHT;
        for (int i = 0; i < packs * perPack; i++) {
            totals.add(plain(64 + (mixed ? i % packs : i / perPack)));
        }
        return totals;
    }

    @Test
    void weightOfAPackIsLimited() throws IOException {
        PackTotals full = fullPacks(1, false);
        assertTooMuch(() -> full.add(plain(64)));
    }

    private static List<StoredObject> packs(int number) {
        return IntStream.range(0, number).mapToObj(each -> pack(each, 1 << 20)).toList();
    }

    @Test
    void eightFullPacksMayStandSideBySide() throws IOException {
        fullPacks(12, false).check(packs(76));
        fullPacks(8, true).check(packs(72));
        PackTotals nine = fullPacks(9, true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nine.check(packs(73)))
                .withMessageContaining("too many packs stand side by side");
    }

    @Test
    void valuesOfAttributesCountAsWeight() throws IOException {
        Entry attributed = TestBackup.directory("a")
                .withExtended(ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("user.a", new byte[64 << 10])));
        IndexedEntry entry = new IndexedEntry(attributed, List.of(new Part(0, 0, "")));
        PackTotals totals = new PackTotals();
        int most = (8 << 20) / attributed.weight();
        for (int i = 0; i < most; i++) {
            totals.add(entry);
        }
        assertTooMuch(() -> totals.add(entry));
    }

    @Test
    void contentOfAPackIsLimitedInAll() throws IOException {
        long most = FormatLimits.PACK_PLAIN_BYTES - 1024 - 512;
        PackTotals full = new PackTotals();
        full.add(file("a", new Part(3, most, HASH)));
        PackTotals exceeded = new PackTotals();
        assertTooMuch(() -> exceeded.add(file("a", new Part(3, most + 1, HASH))));
        assertTooMuch(() -> full.add(directory("b", 3)));
    }

    @Test
    void checksumIsOfEntriesInAnyOrder() {
        IndexedEntry one = file("a", new Part(0, 1, HASH));
        IndexedEntry other = file("b", new Part(0, 1, HASH), new Part(1, 2, HASH));
        Omission omission = new Omission("config", "c", Omission.Reason.PIPE, "");
        IndexChecksum sum = new IndexChecksum();
        sum.add(one);
        sum.add(other);
        sum.add(omission);
        IndexChecksum reversed = new IndexChecksum();
        reversed.add(omission);
        reversed.add(new SealedMember(other.entry(), 2, true, other.parts().get(1)));
        reversed.add(new SealedMember(other.entry(), 1, false, other.parts().get(0)));
        IndexChecksum omitted = new IndexChecksum();
        omitted.add(omission);
        assertThat(omitted.isSame(new IndexChecksum())).isFalse();
        IndexChecksum rest = new IndexChecksum();
        rest.add(new SealedMember(one.entry(), 0, true, one.parts().get(0)));
        assertThat(reversed.isSame(sum)).isFalse();
        reversed.add(rest);
        assertThat(reversed.isSame(sum)).isTrue();

        List<IndexChecksum> different = new ArrayList<>();
        for (IndexedEntry changed : List.of(
                file("a", new Part(0, 1, HASH)),
                file("aa", new Part(0, 1, HASH)),
                file("a", new Part(1, 1, HASH)),
                file("a", new Part(0, 2, HASH)),
                file("a", new Part(0, 1, "1".repeat(64))),
                file("a", new Part(0, 1, HASH), new Part(0, 1, HASH)),
                file("a", new Part(0, 1, HASH), new Part(1, 1, HASH)))) {
            IndexChecksum changedSum = new IndexChecksum();
            changedSum.add(changed);
            assertThat(different).noneMatch(changedSum::isSame);
            different.add(changedSum);
        }
    }
}
