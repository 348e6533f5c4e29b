package org.flowgateway.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order of an index after packing in any order, and readers' acceptance of every finished index. */
class IndexWriterTest {

    private static ArchiveCipher cipher;

    private final PackBuilder builder = new PackBuilder(1 << 20);
    private final IndexWriter writer = new IndexWriter();

    @BeforeAll
    static void derive() {
        cipher = LowCostCipher.forSealing("password".toCharArray());
    }

    @AfterAll
    static void close() {
        cipher.close();
    }

    private Index finish(String... sections) throws IOException {
        SealedIndex index = writer.finish(
                TestBackup.identity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f"),
                cipher,
                3,
                Arrays.stream(sections)
                        .map(section -> TestBackup.summary(writer, section))
                        .toList());
        return Index.open(index, cipher);
    }

    private SealedPack pack(int number, Entry... entries) throws IOException {
        builder.reset(number);
        for (Entry entry : entries) {
            builder.add(entry);
        }
        return builder.seal(cipher, 1, new PackBuffer());
    }

    /** Paths with long names, which are rare but valid: here all of them below fourteen directories. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"110, 12000", "1, 3000", "19968, 3000"})
    void manyFilesWithLongPathsAreAccepted(int codePoint, int files) throws IOException {
        String character = Character.toString(codePoint);
        String name = character.repeat(FormatLimits.NAME_BYTES / character.getBytes(StandardCharsets.UTF_8).length);
        List<Entry> tree = new ArrayList<>(List.of(TestBackup.directory("")));
        String directory = "";
        for (int i = 0; i < 14; i++) {
            directory += (i == 0 ? "" : "/") + name;
            tree.add(TestBackup.directory(directory));
        }
        for (int i = 0; i < files; i++) {
            tree.add(TestBackup.file(directory + "/" + name.substring(5) + (10_000 + i), 0));
        }
        builder.reset(0);
        for (Entry entry : tree) {
            if (builder.room(entry) < 0) {
                TestBackup.add(writer, builder.seal(cipher, 1, new PackBuffer()));
                builder.reset(builder.number() + 1);
            }
            builder.add(entry);
        }
        TestBackup.add(writer, builder.seal(cipher, 1, new PackBuffer()));

        assertThat(finish("config").entryCount()).isEqualTo(tree.size());
    }

    @Test
    void entriesOfLaterPacksAreInWalkOrder() throws IOException {
        TestBackup.add(writer, pack(2, TestBackup.file("b/late", 0), TestBackup.file("d", 0)));
        TestBackup.add(writer, pack(0, TestBackup.directory(""), TestBackup.file("a", 0), TestBackup.directory("b")));
        TestBackup.add(
                writer,
                pack(1, TestBackup.file("b/x", 0), TestBackup.file("c", 0), entry("certs", "", Entry.Type.DIRECTORY)));
        TestBackup.add(writer, pack(3, TestBackup.file("a late", 0), entry("certs", "k", Entry.Type.FILE)));

        Index index = finish("config", "certs");

        List<String> names = new ArrayList<>();
        index.forEach(indexed -> names.add(indexed.entry().memberName() + "@" + indexed.lastPack()));
        assertThat(names)
                .containsExactly(
                        "config@0",
                        "config/a@0",
                        "config/a late@3",
                        "config/b@0",
                        "config/b/late@2",
                        "config/b/x@1",
                        "config/c@1",
                        "config/d@2",
                        "certs@1",
                        "certs/k@3");
        assertThat(List.of(index.lastEntry(0), index.lastEntry(1), index.lastEntry(2), index.lastEntry(3)))
                .containsExactly(3, 8, 7, 9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void omissionsAreInWalkOrder(long seed) throws IOException {
        TestBackup.add(
                writer,
                pack(
                        0,
                        TestBackup.directory(""),
                        TestBackup.file("a", 0),
                        TestBackup.directory("b"),
                        TestBackup.file("b/c", 0),
                        TestBackup.file("\u00e4", 0)));
        List<Omission> omissions = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            omissions.add(new Omission("config", "b/s%04d".formatted(i), Omission.Reason.SOCKET, ""));
        }
        omissions.add(new Omission("config", "a", Omission.Reason.ATTRIBUTES, "[user.a] is too long"));
        omissions.add(new Omission(
                "config",
                Omission.escape(new byte[] {'b', '/', (byte) 0xC3, '\\'}),
                Omission.Reason.NAME_NOT_UTF8,
                ""));
        omissions.add(new Omission("config", "\u00f6", Omission.Reason.UNREADABLE, "permission denied"));
        omissions.add(new Omission("certs", "", Omission.Reason.SECTION_UNREADABLE, "permission denied"));
        Collections.shuffle(omissions, new Random(seed));
        for (Omission omission : omissions) {
            writer.omit(omission);
        }

        Index index = finish("config", "certs");

        List<String> names = new ArrayList<>();
        index.forEach(new EntryConsumer() {
            @Override
            public void accept(IndexedEntry indexed) {
                names.add(indexed.entry().path());
            }

            @Override
            public void omitted(Omission omission) {
                names.add(omission.path() + " " + omission.reason());
            }
        });
        assertThat(names)
                .startsWith("", "a", "a ATTRIBUTES", "b", "b/c", "b/s0000 SOCKET", "b/s0001 SOCKET")
                .endsWith(
                        "b/s2499 SOCKET",
                        "b/\\xc3\\\\ NAME_NOT_UTF8",
                        "\u00e4",
                        "\u00f6 UNREADABLE",
                        " SECTION_UNREADABLE")
                .hasSize(2509);
        assertThat(index.sections().get(0).omitted())
                .isEqualTo(Map.of(
                        Omission.Reason.SOCKET,
                        2500L,
                        Omission.Reason.ATTRIBUTES,
                        1L,
                        Omission.Reason.NAME_NOT_UTF8,
                        1L,
                        Omission.Reason.UNREADABLE,
                        1L));
        assertThat(index.sections().get(1).omitted()).isEqualTo(Map.of(Omission.Reason.SECTION_UNREADABLE, 1L));
        assertThat(index.sections().get(1).root()).isEqualTo("/srv/gateway/certs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|SOCKET|[config/a] is there twice",
                "b/none/s|SOCKET|which is no directory before it",
                "none|ATTRIBUTES|did not come before",
                "b|SOCKET|[config/b] is there twice"
            })
    void omissionOutsideOfTheTreeIsRefused(String path, Omission.Reason reason, String message) throws IOException {
        TestBackup.add(
                writer,
                pack(
                        0,
                        TestBackup.directory(""),
                        TestBackup.file("a", 0),
                        TestBackup.directory("b"),
                        TestBackup.file("b/c", 0)));
        writer.omit(new Omission("config", path, reason, ""));

        assertThatThrownBy(() -> finish("config"))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(message);
    }

    @Test
    void exceptionOfAConsumerIsPassedOnFromAnOmission() throws IOException {
        TestBackup.add(writer, pack(0, TestBackup.directory("")));
        writer.omit(new Omission("config", "a", Omission.Reason.PIPE, ""));
        Index index = finish("config");

        for (Exception thrown : List.of(new IOException("disk full"), new IllegalArgumentException("mistake"))) {
            assertThatThrownBy(() -> index.forEach(new EntryConsumer() {
                        @Override
                        public void accept(IndexedEntry indexed) {}

                        @Override
                        public void omitted(Omission omission) throws IOException {
                            if (thrown instanceof IOException checked) {
                                throw checked;
                            }
                            throw (RuntimeException) thrown;
                        }
                    }))
                    .isSameAs(thrown);
        }
    }

    @Test
    void nothingIsBelowWhatIsOmitted() throws IOException {
        TestBackup.add(writer, pack(0, TestBackup.directory(""), TestBackup.file("b/c", 0)));
        writer.omit(new Omission("config", "b", Omission.Reason.UNREADABLE, ""));

        assertThatThrownBy(() -> finish("config"))
                .hasMessageContaining("[config/b/c] lies in [config/b], which is no directory before it");
    }

    @Test
    void indexThatNoReaderAcceptsIsNotFinished() throws IOException {
        TestBackup.add(writer, pack(0, TestBackup.directory(""), TestBackup.file("a", 0), TestBackup.file("a", 0)));
        assertThatThrownBy(() -> finish("config"))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("[config/a] is there twice");

        IndexWriter links = new IndexWriter();
        TestBackup.add(
                links,
                pack(
                        0,
                        TestBackup.directory(""),
                        TestBackup.file("b", 0),
                        TestBackup.entry("a", Entry.Type.HARDLINK, 0, "b")));
        assertThatThrownBy(() -> links.finish(
                        TestBackup.identity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f"),
                        cipher,
                        3,
                        List.of(TestBackup.summary(links, "config"))))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("hard link [config/a] is to [b], which is no file before it");
    }

    @Tag("slow")
    @Test
    void tooManyEntriesEndTheWriterAtOnce() throws IOException {
        Omission omission = new Omission("config", "s", Omission.Reason.SOCKET, "");
        for (long i = 0; i < FormatLimits.ENTRIES; i++) {
            writer.omit(omission);
        }

        assertThatThrownBy(() -> writer.omit(omission))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED))
                .hasMessageContaining("more than the [2000000] entries");
    }

    private static Entry entry(String section, String path, Entry.Type type) {
        return new Entry(section, path, type, 0640, 0, 0, "root", "root", 0, Instant.EPOCH, "");
    }
}
