package org.flowgateway.backup.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.flowgateway.backup.archive.pack.TestBackup.Content;
import org.flowgateway.backup.archive.stream.ZstdFrames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Indexes that our writer would refuse, sealed with the right password. */
class HostileIndexTest {

    private static final String HASH = "0".repeat(64);
    private static ArchiveCipher cipher;
    private static String good;

    @BeforeAll
    static void write() throws IOException {
        cipher = LowCostCipher.forSealing("password".toCharArray());
        Content file = new Content(TestBackup.file("d/f", 5), "12345".getBytes(StandardCharsets.UTF_8));
        TestBackup backup = TestBackup.write(
                cipher,
                List.of(
                        new Content(TestBackup.directory(""), new byte[0]),
                        new Content(TestBackup.directory("d"), new byte[0]),
                        file,
                        new Content(TestBackup.entry("d/s", Entry.Type.SYMLINK, 0, "f"), new byte[0]),
                        new Content(TestBackup.entry("d/h", Entry.Type.HARDLINK, 0, "d/f"), new byte[0])));
        try (InputStream plain =
                ZstdFrames.open(cipher.open(new ByteArrayInputStream(backup.objects.get(StoredObject.INDEX_NAME))))) {
            good = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void close() {
        cipher.close();
    }

    private static void open(String json) throws IOException {
        TestBackup.open(ArchiveCipherTest.seal(cipher, Zstd.compress(json.getBytes(StandardCharsets.UTF_8))), cipher);
    }

    static Stream<Arguments> hostile() {
        String path = "\"path\":\"d/s\"";
        String hardlink = "\"linkTarget\":\"d/f\"";
        String part = "\"parts\":[{\"pack\":0,\"length\":5,";
        String size = "\"size\":5";
        String extended = "\"extended\":null,\"parts\":[{\"pack\":0,\"length\":5";
        return Stream.of(
                row(path, "\"path\":\"d/../../s\"", "absolute or has an empty, . or .. segment"),
                row(path, "\"path\":\"/etc/passwd\"", "absolute or has an empty, . or .. segment"),
                row(path, "\"path\":\"d/s/\"", "absolute or has an empty, . or .. segment"),
                row(path, "\"path\":\"d/s\\u0000\"", "NUL"),
                row(path, "\"path\":\"d/\\ud800\"", "surrogate"),
                row(path, "\"path\":\"d/" + "x".repeat(256) + "\"", "a name of [256] bytes, longer than [255]"),
                row(path, "\"path\":\"d/" + "\u4e00".repeat(86) + "\"", "a name of [258] bytes, longer than [255]"),
                row(
                        path,
                        "\"path\":\"d" + ("/" + "x".repeat(255)).repeat(16) + "\"",
                        "of [4097] bytes is longer than [4095]"),
                row(
                        "\"linkTarget\":\"f\"",
                        "\"linkTarget\":\"" + "x".repeat(4096) + "\"",
                        "of [4096] bytes is longer than [4095]"),
                row("\"linkTarget\":\"f\"", "\"linkTarget\":\"f\\u0000\"", "NUL"),
                row(path, "\"path\":\"d/h\"", "[config/d/h] is there twice"),
                row(path, "\"path\":\"d\"", "[config/d] is out of order: it comes after [config/d/h]"),
                row(path, "\"path\":\"d/f\"", "[config/d/f] is out of order: it comes after [config/d/h]"),
                row(
                        "\"path\":\"d/h\"",
                        "\"path\":\"d/f/h\"",
                        "[config/d/f/h] lies in [config/d/f], which is no directory before it"),
                row(path, "\"path\":\"d/h/s\"", "[config/d/h/s] lies in [config/d/h], which is no directory before it"),
                row(path, "\"path\":\"none/s\"", "lies in [config/none], which is no directory before it"),
                row(
                        "\"path\":\"\",",
                        "\"path\":\"a\",",
                        "[config/a] lies in [config], which is no directory before it"),
                row(
                        "\"section\":\"config\",\"path\":\"d/f\"",
                        "\"section\":\"certs\",\"path\":\"\"",
                        "a section's root is a file"),
                row(
                        "\"section\":\"config\",\"path\":\"d\"",
                        "\"section\":\"certs\",\"path\":\"\"",
                        "section [config] goes on after another"),
                row("\"path\":\"d\",", "\"path\":\"c\",", "lies in [config/d], which is no directory before it"),
                row(
                        "\"path\":\"d\",\"type\":\"directory\"",
                        "\"path\":\"d\",\"type\":\"symlink\"",
                        "a link without a target"),
                row(hardlink, "\"linkTarget\":\"d/s\"", "which is no file before it"),
                row(hardlink, "\"linkTarget\":\"d\"", "which is no file before it"),
                row(hardlink, "\"linkTarget\":\"d/h\"", "which is no file before it"),
                row(hardlink, "\"linkTarget\":\"none\"", "which is no file before it"),
                row(hardlink, "\"linkTarget\":\"../f\"", "absolute or has an empty, . or .. segment"),
                row(hardlink, "\"linkTarget\":\"/etc/shadow\"", "absolute or has an empty, . or .. segment"),
                row("\"type\":\"symlink\"", "\"type\":\"fifo\"", "no entry of type [fifo]"),
                row("\"mode\":\"0640\"", "\"mode\":\"10640\"", "not four octal digits"),
                row("\"uid\":1000", "\"uid\":4294967295", "above [4294967294]"),
                row("\"gid\":1001", "\"gid\":-1", "is negative"),
                row("\"uid\":1000", "\"uid\":99999999999999999999", "not the JSON expected"),
                row("\"modified\":\"1767323045.", "\"modified\":\"+1767323045.", "is no time"),
                row("\"modified\":\"1767323045.", "\"modified\":\"01767323045.", "is no time"),
                row("\"modified\":\"1767323045.123456789\"", "\"modified\":\"1767323045.10\"", "is no time"),
                row("\"modified\":\"1767323045.", "\"modified\":\"9223372036854775808.", "is no time of 64 bits"),
                row("\"modified\":\"1767323045.", "\"modified\":\"-9223372036854775808.", "is no time of 64 bits"),
                row(extended, extended("[]", "[]", ""), "is said to have attributes, and has none"),
                row(extended, "\"extended\":{}", "unexpected JSON"),
                row(extended, "", "not the JSON expected"),
                row(
                        extended,
                        extended("[]", "[]", attribute("user.a", "eA==") + "," + attribute("user.a", "eA==")),
                        "out of order or there twice"),
                row(
                        extended,
                        extended("[]", "[]", attribute("user.b", "eA==") + "," + attribute("user.a", "eA==")),
                        "out of order or there twice"),
                row(extended, extended("[]", "[]", attribute("user.a", "e!==")), "is not Base64"),
                row(
                        extended,
                        extended("[]", "[]", attribute("system.posix_acl_access", "eA==")),
                        "is an access control list"),
                row(extended, extended("[]", acl(""), ""), "a file with a default access control list"),
                row(
                        extended,
                        extended(acl("{\"tag\":\"user\",\"id\":1,\"name\":\"\",\"permissions\":4},"), "[]", ""),
                        "out of order"),
                row(
                        extended,
                        extended(acl("{\"tag\":\"everybody\",\"permissions\":4},"), "[]", ""),
                        "no access control entry for [everybody]"),
                row(
                        extended,
                        extended(acl("{\"tag\":\"user_obj\",\"permissions\":8},"), "[]", ""),
                        "not in [0] to [7]"),
                row(
                        "\"omitted\":[]",
                        "\"omitted\":[{\"reason\":\"socket\",\"count\":1}]",
                        "is said to lack [1] things"),
                row("\"omitted\":[]", "\"omitted\":[{\"reason\":\"socket\",\"count\":0}]", "[0] things omitted"),
                row(
                        "\"omitted\":[]",
                        "\"omitted\":[{\"reason\":\"pipe\",\"count\":1},{\"reason\":\"socket\",\"count\":1}]",
                        "out of order or there twice"),
                row(
                        "\"omitted\":[]",
                        "\"omitted\":[{\"reason\":\"socket\",\"count\":1},{\"reason\":\"socket\",\"count\":1}]",
                        "[socket] is out of order or there twice"),
                row("\"omitted\":[]", "\"omitted\":[{\"reason\":\"laziness\",\"count\":1}]", "no reason [laziness]"),
                row("\"root\":\"/", "\"root\":\"", "is not absolute"),
                row(
                        "\"entries\":[",
                        "\"entries\":[{\"section\":\"config\",\"path\":\"s\",\"type\":\"omitted\",\"reason\":\"socket\",\"detail\":\"\"},",
                        "[config/s] lies in [config], which is no directory before it"),
                row(size, "\"size\":-5", "is negative"),
                row(size, "\"size\":9223372036854775807", "parts of [5] bytes"),
                row(
                        part,
                        "\"parts\":[{\"pack\":0,\"length\":134217729,",
                        "more than the [134217728] that a pack can have"),
                row(part, "\"parts\":[{\"pack\":0,\"length\":-5,", "is negative"),
                row(part, "\"parts\":[{\"pack\":1,\"length\":5,", "an entry is in pack [1] of [1]"),
                row(part, "\"parts\":[{\"pack\":100000,\"length\":5,", "not in [0] to [99999]"),
                row(part, "\"parts\":[{\"pack\":4294967296,\"length\":5,", "too large"),
                row("\"uid\":1000", "\"uid\":1000,\"uid\":1000", "unexpected JSON"),
                row("\"uid\":1000,", "", "unexpected JSON"),
                row("\"id\":\"config\"", "\"id\":\"config/x\"", "not made of"));
    }

    private static String extended(String acl, String defaultAcl, String attributes) {
        return "\"extended\":{\"acl\":" + acl + ",\"defaultAcl\":" + defaultAcl + ",\"attributes\":[" + attributes
                + "]},\"parts\":[{\"pack\":0,\"length\":5";
    }

    private static String attribute(String name, String value) {
        return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
    }

    private static String acl(String first) {
        return "[" + first
                + "{\"tag\":\"user_obj\",\"permissions\":6},{\"tag\":\"group_obj\",\"permissions\":4},{\"tag\":\"other\",\"permissions\":0}]";
    }

    private static Arguments row(String was, String is, String message) {
        return Arguments.of(was, is, message);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isRefused(String was, String is, String message) {
        assertThat(good).contains(was);
        ArchiveException refused = catchThrowableOfType(ArchiveException.class, () -> open(good.replace(was, is)));
        assertThat(refused).as("taken for good: %s", is).isNotNull().hasMessageContaining(message);
        assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void validIndexIsAccepted() {
        assertThatCode(() -> open(good)).doesNotThrowAnyException();
        String longest = "\"path\":\"d/" + "\u4e00".repeat(85) + "\"";
        assertThatCode(() -> open(good.replace("\"path\":\"d/s\"", longest))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|DAMAGED|of [0] bytes cannot hold the [3072] that the index promises of it",
                "136314881|LIMIT_EXCEEDED|longer than the [136314880] allowed",
                "-1|DAMAGED|is negative"
            })
    void packTooSmallForItsContentIsRefused(String length, Reason reason, String message) {
        String hostile = good.replaceFirst("(packs/000000.tar.zst.pgp\",\"length\":)\\d+", "$1" + length);
        assertThatThrownBy(() -> open(hostile))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void deeplyNestedIndexIsRefused() {
        assertThatThrownBy(() -> open(good.replace("\"entries\":[", "\"entries\":" + "[".repeat(100_000))))
                .isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() -> open(good.replace("\"parts\":[", "\"parts\":[{\"pack\":{\"pack\":{\"pack\":")))
                .isInstanceOf(ArchiveException.class);
    }

    @Test
    void limitOfAnEntryIsNotThatOfTheRest() throws IOException {
        String spaces = " ".repeat(17 << 20);
        for (String hostile : List.of(
                good.replaceFirst("\\{", "{" + spaces),
                good.replaceFirst("\"path\"", spaces + "\"path\""),
                good.replaceFirst("\\},", "}," + spaces))) {
            assertThatThrownBy(() -> open(hostile)).hasMessageContaining("the index has an entry longer than allowed");
        }
        assertThatCode(() -> open(good.replaceFirst("\"sections\"", spaces + "\"sections\"")))
                .doesNotThrowAnyException();
    }

    @Tag("slow")
    @Test
    void indexBombIsStoppedEarly() throws IOException {
        byte[] sealed = ArchiveCipherTest.seal(
                cipher,
                Zstd.compress((good.substring(0, good.length() - 1) + " ".repeat(200 << 20))
                        .getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> TestBackup.open(sealed, cipher))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED))
                .hasMessageContaining("longer than allowed");
    }

    @Test
    void mostAttributesAreAccepted() {
        String extended = "\"extended\":null,\"parts\":[{\"pack\":0,\"length\":5";
        String attributes = IntStream.range(0, FormatLimits.ATTRIBUTES)
                .mapToObj(i -> attribute("user.%03d".formatted(i), "eA=="))
                .collect(Collectors.joining(","));
        String users = IntStream.range(0, FormatLimits.ACL_ENTRIES - 4)
                .mapToObj(i -> "{\"tag\":\"user\",\"id\":" + i + ",\"name\":\"\",\"permissions\":4},")
                .collect(Collectors.joining());
        String list =
                "[{\"tag\":\"user_obj\",\"permissions\":6}," + users + "{\"tag\":\"group_obj\",\"permissions\":4},"
                        + "{\"tag\":\"mask\",\"permissions\":4},{\"tag\":\"other\",\"permissions\":0}]";

        assertThatCode(() -> open(good.replace(extended, extended("[]", "[]", attributes))))
                .doesNotThrowAnyException();
        assertThatCode(() -> open(good.replace(extended, extended(list, "[]", ""))))
                .doesNotThrowAnyException();
    }

    @Test
    void tooManyAttributesAreRefused() {
        String extended = "\"extended\":null,\"parts\":[{\"pack\":0,\"length\":5";
        String attributes = IntStream.range(0, 257)
                .mapToObj(i -> attribute("user.%03d".formatted(i), "eA=="))
                .collect(Collectors.joining(","));
        String entry = "{\"tag\":\"user\",\"id\":1,\"name\":\"\",\"permissions\":4},";

        assertThatThrownBy(() -> open(good.replace(extended, extended("[]", "[]", attributes))))
                .hasMessageContaining("more than the [256] extended attributes");
        assertThatThrownBy(() -> open(good.replace(extended, extended(acl(entry.repeat(1024)), "[]", ""))))
                .hasMessageContaining("more than the [1024] entries of an access control list");
    }

    @Test
    void oversizedPackIsRefusedDuringCounting() throws IOException {
        PackTotals totals = new PackTotals();
        IndexedEntry empty = new IndexedEntry(TestBackup.directory("a"), List.of(new Part(7, 0, "")));
        for (long i = 0; i < FormatLimits.PACK_WEIGHT / empty.entry().weight(); i++) {
            totals.add(empty);
        }
        assertThatThrownBy(() -> totals.add(empty))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));

        long half = FormatLimits.PACK_PLAIN_BYTES / 2;
        IndexedEntry large = new IndexedEntry(TestBackup.file("a", half), List.of(new Part(99_999, half, HASH)));
        totals.add(large);
        assertThatThrownBy(() -> totals.add(large)).hasMessageContaining("pack [99999] is to hold more than");
    }

    @Test
    void tooManyInterleavedPacksAreRefused() throws IOException {
        String name = "n".repeat(255);
        Entry heavy = TestBackup.directory((name + "/").repeat(15) + name);
        int perPack = FormatLimits.PACK_WEIGHT / heavy.weight();
        for (int packs : new int[] {8, 9}) {
            PackTotals mixed = new PackTotals();
            PackTotals inOrder = new PackTotals();
            List<StoredObject> stored = new ArrayList<>();
            for (int i = 0; i < packs * perPack; i++) {
                mixed.add(new IndexedEntry(heavy, List.of(new Part(i % packs, 0, ""))));
                inOrder.add(new IndexedEntry(heavy, List.of(new Part(i / perPack, 0, ""))));
            }
            for (int pack = 0; pack < packs; pack++) {
                stored.add(new StoredObject(StoredObject.packName(pack), 1 << 20, HASH));
            }
            inOrder.check(stored);
            if (packs == 8) {
                mixed.check(stored);
            } else {
                assertThatThrownBy(() -> mixed.check(stored)).hasMessageContaining("too many packs stand side by side");
            }
        }
    }

    @Test
    void tooManyEntriesAreRefused() throws IOException {
        SectionTotals totals = new SectionTotals();
        Entry entry = TestBackup.directory("a");
        for (long i = 0; i < FormatLimits.ENTRIES; i++) {
            totals.add(entry);
        }
        assertThatThrownBy(() -> totals.add(entry))
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
    }

    /** The table of files grows at 3,072 and at 6,144 of them. */
    @Test
    void hardLinkTargetsAreFoundInAGrownTable() {
        TreeCheck tree = new TreeCheck();
        tree.add(TestBackup.directory(""));
        for (int i = 10_000; i < 16_500; i++) {
            tree.add(TestBackup.file("f" + i, 0));
        }
        for (int i = 10_000; i < 16_500; i++) {
            tree.add(TestBackup.entry("h" + i, Entry.Type.HARDLINK, 0, "f" + i));
        }
        for (int i = 17_000; i < 18_000; i++) {
            Entry none = TestBackup.entry("i" + i, Entry.Type.HARDLINK, 0, "f" + i);
            assertThatThrownBy(() -> tree.add(none)).hasMessageContaining("which is no file before it");
        }
        // Another section has directories of its own.
        Entry rootless = new Entry("certs", "f", Entry.Type.FILE, 0, 0, 0, "", "", 0, Instant.EPOCH, "");
        assertThatThrownBy(() -> tree.add(rootless)).hasMessageContaining("lies in [certs]");
    }

    @Tag("slow")
    @Test
    void hardLinkTargetsAreFoundAmongManyEntries() {
        TreeCheck tree = new TreeCheck();
        tree.add(TestBackup.directory(""));
        for (int i = 100_000; i < 150_000; i++) {
            tree.add(TestBackup.file("f" + i, 0));
        }
        for (int i : new int[] {100_000, 125_000, 149_999}) {
            assertThatCode(() -> tree.add(TestBackup.entry("h" + i, Entry.Type.HARDLINK, 0, "f" + i)))
                    .doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> tree.add(TestBackup.entry("h2", Entry.Type.HARDLINK, 0, "f99999")))
                .hasMessageContaining("which is no file before it");
        assertThatThrownBy(() ->
                        tree.add(new Entry("certs", "f1", Entry.Type.FILE, 0, 0, 0, "", "", 0, Instant.EPOCH, "")))
                .hasMessageContaining("lies in [certs]");
    }
}
