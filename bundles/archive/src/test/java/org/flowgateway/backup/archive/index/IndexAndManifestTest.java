package org.flowgateway.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.WalkOrder;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.flowgateway.backup.archive.pack.TestBackup.Content;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexAndManifestTest {

    private static ArchiveCipher cipher;
    private static TestBackup backup;
    private static String indexJson;

    @BeforeAll
    static void write() throws IOException {
        cipher = LowCostCipher.forSealing("password".toCharArray());
        byte[] large = new byte[TestBackup.CAPACITY * 2];
        backup = TestBackup.write(
                cipher,
                List.of(
                        new Content(TestBackup.directory(""), new byte[0]),
                        new Content(TestBackup.file("large", large.length), large),
                        new Content(TestBackup.file("small", 5), "small".getBytes(StandardCharsets.UTF_8)),
                        new Content(TestBackup.entry("link", Entry.Type.SYMLINK, 0, "small"), new byte[0])));
        try (InputStream plain = new ZstdInputStreamNoFinalizer(
                cipher.open(new ByteArrayInputStream(backup.objects.get(StoredObject.INDEX_NAME))))) {
            indexJson = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void close() {
        cipher.close();
    }

    private static Index index() throws IOException {
        return TestBackup.open(backup.objects.get(StoredObject.INDEX_NAME), cipher);
    }

    private static ArchiveException indexRefusal(String json) throws IOException {
        byte[] sealed = ArchiveCipherTest.seal(cipher, Zstd.compress(json.getBytes(StandardCharsets.UTF_8)));
        ArchiveException refused = catchThrowableOfType(ArchiveException.class, () -> TestBackup.open(sealed, cipher));
        assertThat(refused).as(json).isNotNull();
        return refused;
    }

    private static ArchiveException manifestRefusal(String json) {
        ArchiveException refused = catchThrowableOfType(
                ArchiveException.class, () -> Manifest.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(refused).as(json).isNotNull();
        return refused;
    }

    @Test
    void indexHasTheWrittenContent() throws IOException {
        Index index = index();
        List<IndexedEntry> entries = new ArrayList<>();
        index.forEach(entries::add);
        index.forEach(entry -> assertThat(entries).contains(entry));

        assertThat(index.identity()).isEqualTo(backup.manifest.identity());
        assertThat(index.sections())
                .containsExactly(new SectionSummary(
                        "config",
                        "Section config",
                        true,
                        false,
                        1,
                        "/srv/gateway/config",
                        4,
                        2L * TestBackup.CAPACITY + 5,
                        Map.of()));
        assertThat(index.packs())
                .isEqualTo(backup.manifest.objects().subList(0, index.packs().size()))
                .hasSize(3);
        assertThat(index.entryCount()).isEqualTo(4);
        assertThat(index.totalBytes()).isEqualTo(2L * TestBackup.CAPACITY + 5);
        assertThat(entries).extracting(e -> e.entry().path()).containsExactly("", "large", "link", "small");
        assertThat(entries.get(1).parts()).extracting(Part::pack).containsExactly(0, 1, 2);
        assertThat(entries.get(1).memberName(2)).isEqualTo("config/large.part-000003");
    }

    @Test
    void consumerExceptionIsPassedOn() throws IOException {
        IOException failed = new IOException("disk full");
        IllegalArgumentException wrong = new IllegalArgumentException("mistake");

        assertThatThrownBy(() -> index().forEach(e -> {
                    throw failed;
                }))
                .isSameAs(failed);
        assertThatThrownBy(() -> index().forEach(e -> {
                    throw wrong;
                }))
                .isSameAs(wrong);
    }

    @Test
    void manifestRoundTrips() throws IOException {
        byte[] json = backup.manifest.toJson();

        Manifest read = Manifest.parse(json);

        assertThat(read).isEqualTo(backup.manifest);
        assertThat(read.toJson()).isEqualTo(json);
        index().verify(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0c8b1a52|0c8b1a53|id",
                "20260227_1546|20260227_1547|directory",
                "15:46:03|15:46:04|start time",
                "Gateway Backup|Another|product",
                "1.0.0|1.0.1|product version",
                "\"gateway\"|\"elsewhere\"|host",
                "Section config|Section x|section",
                "\"required\" : true|\"required\" : false|section",
                "\"vault\" : false|\"vault\" : true|section",
                "\"entries\" : 4|\"entries\" : 5|section"
            })
    void editedManifestIsDetected(String was, String is, String what) throws IOException {
        String json = new String(backup.manifest.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains(was);
        Manifest edited = Manifest.parse(json.replace(was, is).getBytes(StandardCharsets.UTF_8));
        Index index = index();

        assertThatThrownBy(() -> index.verify(edited))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                .hasMessageContaining("it says " + what + " [");
    }

    @Test
    void editedListOfObjectsIsDetected() throws IOException {
        Manifest truth = backup.manifest;
        for (int i = 0; i < truth.objects().size(); i++) {
            List<StoredObject> objects = new ArrayList<>(truth.objects());
            StoredObject object = objects.get(i);
            objects.set(i, new StoredObject(object.name(), object.length() + 1, object.sha256()));
            Index index = index();
            Manifest edited = new Manifest(1, truth.identity(), truth.finished(), truth.sections(), objects);
            assertThatThrownBy(() -> index.verify(edited)).hasMessageContaining(object.name());
        }
        List<StoredObject> shorter = new ArrayList<>(truth.objects());
        shorter.remove(2);
        Index index = index();
        assertThatThrownBy(() ->
                        index.verify(new Manifest(1, truth.identity(), truth.finished(), truth.sections(), shorter)))
                .hasMessageContaining("number of objects [3]");
    }

    @Test
    void otherDocumentIsDamage() {
        String json = new String(backup.manifest.toJson(), StandardCharsets.UTF_8);
        for (String bad : List.of(
                "",
                "null",
                "[]",
                "{}",
                "\u0000",
                "{\"formatVersion\":1}",
                json + "x",
                json + json,
                json.substring(0, json.length() - 2),
                json.replace("1.0.0", "1.\u00000"),
                json.replace("\"formatVersion\" : 1,\n  \"id\"", "\"formatVersion\" : 0,\n  \"id\""),
                json.replace("\"host\"", "\"hosts\""),
                json.replace("\"host\"", "\"host\":\"a\",\"host\""),
                json.replace("packs/000001", "packs/000000"),
                json.replace("packs/000001", "packs/../../etc"),
                json.replace("packs/000001", "packs/000009"),
                json.replace(StoredObject.INDEX_NAME, "passwd"),
                json.replace("20260227_1546", "20260230_1546"),
                json.replace("2026-02-27T15:46:10", "yesterday"),
                json.replace("true", "\"true\""),
                json.replace("\"entries\" : 4", "\"entries\" : 4.5"),
                json.replace("\"entries\" : 4", "\"entries\" : 99999999999999999999"),
                json.replace("\"entries\" : 4", "\"entries\" : -4"))) {
            assertThat(bad).isNotEqualTo(json);
            assertThat(manifestRefusal(bad).reason()).as(bad).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void manifestIsOfThisFormatAndHasAnIndex() {
        Manifest valid = backup.manifest;
        assertThatThrownBy(() -> new Manifest(2, valid.identity(), valid.finished(), valid.sections(), valid.objects()))
                .hasMessageContaining("no format [2]");
        assertThatThrownBy(() -> new Manifest(1, valid.identity(), valid.finished(), valid.sections(), List.of()))
                .hasMessageContaining("no object");
    }

    @Test
    void manifestIsLimited() throws IOException {
        byte[] json = backup.manifest.toJson();
        byte[] longest = Arrays.copyOf(json, Manifest.MAX_BYTES);
        Arrays.fill(longest, json.length, longest.length, (byte) ' ');

        assertThat(Manifest.parse(longest)).isEqualTo(backup.manifest);
        assertThat(catchThrowableOfType(
                                ArchiveException.class,
                                () -> Manifest.parse(Arrays.copyOf(longest, longest.length + 1)))
                        .reason())
                .isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @Test
    void sealedIndexIsTheOneThatTheManifestNames() {
        StoredObject ten = new StoredObject(StoredObject.INDEX_NAME, 10, "0".repeat(64));

        assertThatThrownBy(() -> SealedIndex.read(new ByteArrayInputStream(new byte[11]), ten))
                .hasMessageContaining("longer than the [10] bytes that the manifest names");
        assertThatThrownBy(() -> SealedIndex.read(new ByteArrayInputStream(new byte[10]), ten))
                .hasMessageContaining("not the one that the manifest names");
        assertThatThrownBy(() -> new GrowableBuffer(10).output().write(new byte[11]))
                .hasMessageContaining("longer than the [10] bytes allowed");
    }

    @Tag("slow")
    @Test
    void listsAreLimited() throws IOException {
        String json = new String(backup.manifest.toJson(), StandardCharsets.UTF_8);
        String object = "{\"name\":\"packs/000000.tar.zst.pgp\",\"length\":1,\"sha256\":\"" + "0".repeat(64) + "\"},";
        String packs = json.replaceFirst("\"objects\" : \\[", "\"objects\" : [" + object.repeat(100_002));
        assertThat(manifestRefusal(packs)).hasMessageContaining("more than the [100000] packs");
        SectionSummary section = backup.manifest.sections().get(0);
        Manifest sections = new Manifest(
                1,
                backup.manifest.identity(),
                backup.manifest.finished(),
                Collections.nCopies(1025, section),
                backup.manifest.objects());
        assertThat(manifestRefusal(new String(sections.toJson(), StandardCharsets.UTF_8)))
                .hasMessageContaining("more than the [1024] sections");

        String part = "{\"pack\":0,\"length\":0,\"sha256\":\"\"},";
        assertThat(indexRefusal(indexJson.replaceFirst("\"parts\":\\[", "\"parts\":[" + part.repeat(100_001))))
                .hasMessageContaining("more than the [100000] parts");
    }

    private static Manifest withSections(int count) {
        SectionSummary section = backup.manifest.sections().get(0);
        List<SectionSummary> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sections.add(new SectionSummary("s" + i, section.title(), true, true, 2, section.root(), 3, 4, Map.of()));
        }
        return new Manifest(
                1, backup.manifest.identity(), backup.manifest.finished(), sections, backup.manifest.objects());
    }

    @Test
    void sectionsAreLimited() throws IOException {
        Manifest most = withSections(1024);

        assertThat(Manifest.parse(most.toJson())).isEqualTo(most);
        assertThat(manifestRefusal(new String(withSections(1025).toJson(), StandardCharsets.UTF_8)))
                .hasMessageContaining("more than the [1024] sections");
    }

    @Test
    void duplicateSectionIsDamage() {
        SectionSummary section = backup.manifest.sections().get(0);
        Manifest twice = new Manifest(
                1,
                backup.manifest.identity(),
                backup.manifest.finished(),
                List.of(section, section),
                backup.manifest.objects());

        assertThat(manifestRefusal(new String(twice.toJson(), StandardCharsets.UTF_8)))
                .hasMessageContaining("[config] is there twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"formatVersion\":2}",
                "{\"formatVersion\":2,\"anything\":[1,2,{}]}",
                "{\"formatVersion\":1000000}"
            })
    void newerFormatIsUnsupported(String json) throws IOException {
        for (ArchiveException refused : List.of(manifestRefusal(json), indexRefusal(json))) {
            assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(refused).hasMessageContaining("newer version");
        }
    }

    @Test
    void hugeTextsAndNestingsAreRefused() throws IOException {
        String start = "{\"formatVersion\":1,\"id\":";
        assertThat(manifestRefusal(start + "\"" + "a".repeat(100_000) + "\"").reason())
                .isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(manifestRefusal("[".repeat(100)).reason()).isEqualTo(Reason.DAMAGED);
        assertThat(manifestRefusal("{\"formatVersion\":" + "1".repeat(1000)).reason())
                .isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(manifestRefusal(" ".repeat(Manifest.MAX_BYTES + 1)).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(indexRefusal(start + "\"" + "a".repeat(100_000) + "\"").reason())
                .isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"path\":\"small\"|\"path\":\"../small\"",
                "\"path\":\"small\"|\"path\":\"/small\"",
                "\"section\":\"config\",\"path\":\"small\"|\"section\":\"..\",\"path\":\"small\"",
                "\"type\":\"symlink\"|\"type\":\"socket\"",
                "\"mode\":\"0640\"|\"mode\":\"640\"",
                "\"mode\":\"0640\"|\"mode\":\"0980\"",
                "\"pack\":2|\"pack\":7",
                "\"pack\":0|\"pack\":-1",
                "\"size\":5|\"size\":6",
                "\"entries\":4|\"entries\":3",
                "packs/000001|packs/000003",
                "\"entries\":[|\"entries\":[3,",
                "\"id\":\"config\"|\"id\":\"other\"",
                "\"modified\":\"1767|\"modified\":\"x1767",
                "]}|]}x"
            })
    void inconsistentIndexIsDamage(String was, String is) throws IOException {
        assertThat(indexJson).contains(was);

        assertThat(indexRefusal(indexJson.replace(was, is)).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void entriesOutOfTheOrderOfAWalkAreDamage() throws IOException {
        Matcher entries = Pattern.compile(
                        "(\\{\"section\":\"config\",\"path\":\"link\".*?\\}\\]\\}),(\\{\"section\":\"config\",\"path\":\"small\".*?\\}\\]\\})")
                .matcher(indexJson);
        assertThat(entries.find()).isTrue();

        assertThat(indexRefusal(entries.replaceFirst("$2,$1")))
                .hasMessageContaining("[config/link] is out of order: it comes after [config/small]");
        assertThat(indexRefusal(entries.replaceFirst("$1,$1"))).hasMessageContaining("[config/link] is there twice");
    }

    @Test
    void writerRefusesIncompleteContent() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.reset(1);
        SealedPack second = builder.seal(cipher, 1, new PackBuffer());
        builder.reset(0);
        builder.begin(TestBackup.file("cut", 1), 2, 1).put((byte) 1);
        builder.end(false);
        SealedPack partTwo = builder.seal(cipher, 1, new PackBuffer());
        builder.reset(0);
        builder.begin(TestBackup.file("cut", 1), 1, 1).put((byte) 1);
        builder.end(false);
        SealedPack partOne = builder.seal(cipher, 1, new PackBuffer());

        assertThatThrownBy(() -> finish(second)).hasMessageContaining("[1] packs, and not all");
        assertThatThrownBy(() -> finish(partTwo)).hasMessage("part [2] where [1] is the next");
        assertThatThrownBy(() -> finish(partOne)).hasMessage("a split file lacks its last part");
        assertThatThrownBy(() -> finish(partOne, partOne)).hasMessage("pack [0] for the second time");
    }

    @Test
    void finishedIndexTakesNothingMore() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.add(TestBackup.directory(""));
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());
        IndexWriter writer = new IndexWriter();
        TestBackup.add(writer, pack);
        List<SectionSummary> sections = List.of(TestBackup.summary(writer, "config"));
        writer.finish(backup.manifest.identity(), cipher, 3, sections);

        assertThatThrownBy(() -> writer.finish(backup.manifest.identity(), cipher, 3, sections))
                .hasMessage("the index is finished");
        assertThatThrownBy(() -> TestBackup.add(writer, pack)).hasMessage("the index is finished");
        assertThatThrownBy(() -> writer.omit(new Omission("config", "a", Omission.Reason.PIPE, "")))
                .hasMessage("the index is finished");
        assertThat(writer.packs()).containsExactly(pack.object());
    }

    @Test
    void writerRefusesAMissingLastPart() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.add(TestBackup.directory(""));
        builder.begin(TestBackup.file("a", 1), 1, 1).put((byte) 1);
        builder.end(false);
        builder.begin(TestBackup.file("b", 1), 2, 1).put((byte) 1);
        builder.end(true);
        SealedPack pack = builder.seal(cipher, 1, new PackBuffer());

        assertThatThrownBy(() -> finish(pack)).hasMessage("a split file lacks its last part");
    }

    @Test
    void twoSplitFilesKeepTheirParts() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.add(TestBackup.directory(""));
        for (String name : List.of("a", "b")) {
            for (int part = 1; part <= 2; part++) {
                builder.begin(TestBackup.file(name, 9), part, part).put(new byte[part]);
                builder.end(part == 2);
            }
        }
        List<IndexedEntry> entries = new ArrayList<>();

        Index.open(finish(builder.seal(cipher, 1, new PackBuffer())), cipher).forEach(entries::add);

        assertThat(entries)
                .extracting(each -> each.entry().path() + each.entry().size())
                .containsExactly("0", "a3", "b3");
        assertThat(entries.get(2).parts()).extracting(Part::length).containsExactly(1L, 2L);
    }

    /** A pack's lines are compressed in blocks of 256 KiB. */
    @Test
    void linesOfSeveralBlocksKeepTheirOrder() throws IOException {
        PackBuilder builder = new PackBuilder(8 << 20);
        List<String> paths = new ArrayList<>(List.of(""));
        builder.add(TestBackup.directory(""));
        for (int i = 1000; i < 4000; i++) {
            paths.add("d" + i);
            builder.add(TestBackup.directory("d" + i));
        }
        List<String> read = new ArrayList<>();

        Index.open(finish(builder.seal(cipher, 1, new PackBuffer())), cipher)
                .forEach(each -> read.add(each.entry().path()));

        assertThat(read).isEqualTo(paths);
    }

    @Test
    void textsThatAreRepeatedAreOneObject() throws IOException {
        List<Entry> entries = new ArrayList<>();
        index().forEach(each -> entries.add(each.entry()));

        assertThat(entries.get(1).user())
                .isEqualTo("mazu")
                .isSameAs(entries.get(3).user());
        assertThat(entries.get(1).section()).isSameAs(entries.get(3).section());
    }

    @Test
    void writerRefusesWrongSummaries() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.add(TestBackup.directory(""));
        IndexWriter writer = new IndexWriter();
        TestBackup.add(writer, builder.seal(cipher, 1, new PackBuffer()));

        assertThatThrownBy(() -> writer.finish(backup.manifest.identity(), cipher, 3, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only [0]");
    }

    private static SealedIndex finish(SealedPack... packs) throws IOException {
        IndexWriter writer = new IndexWriter();
        for (SealedPack pack : packs) {
            TestBackup.add(writer, pack);
        }
        return writer.finish(backup.manifest.identity(), cipher, 3, List.of(TestBackup.summary(writer, "config")));
    }

    @Test
    void metadataIsThatOfTheLastPart() throws IOException {
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        Entry first = TestBackup.file("log", 10);
        Entry last = new Entry("config", "log", Entry.Type.FILE, 0600, 0, 0, "", "", 12, Instant.EPOCH, "");
        builder.add(TestBackup.directory(""));
        builder.begin(first, 1, 10).put(new byte[10]);
        builder.end(false);
        builder.begin(last, 2, 10).put(new byte[1]);
        builder.end(true);
        List<IndexedEntry> entries = new ArrayList<>();

        Index.open(finish(builder.seal(cipher, 1, new PackBuffer())), cipher).forEach(entries::add);

        assertThat(entries).hasSize(2).last().extracting(IndexedEntry::entry).isEqualTo(last.withSize(11));
    }

    @Tag("slow")
    @Test
    void manyEntriesPassThrough() throws IOException {
        PackBuilder builder = new PackBuilder(1 << 20);
        int packs = 20;
        long perPack = 0;
        SealedPack[] sealed = new SealedPack[packs];
        for (int pack = 0; pack < packs; pack++) {
            builder.reset(pack);
            builder.add(TestBackup.directory(pack == 0 ? "" : "p" + pack));
            for (int i = 0; builder.room(TestBackup.directory("d" + pack + "-" + i)) >= 0; i++) {
                builder.add(TestBackup.directory("d" + pack + "-" + i));
                perPack = i + 2L;
            }
            sealed[pack] = builder.seal(cipher, 1, new PackBuffer());
        }
        Collections.shuffle(Arrays.asList(sealed), new Random(1));

        Index index = Index.open(finish(sealed), cipher);

        List<String> paths = new ArrayList<>();
        index.forEach(indexed -> paths.add(indexed.entry().path()));
        assertThat(paths).isSortedAccordingTo(WalkOrder::compare).hasSize((int) index.entryCount());
        assertThat(index.entryCount()).isEqualTo(packs * perPack);
    }
}
