package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.Entry.Type;
import org.flowgateway.backup.archive.check.ValueChecks;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Value types accept their limits, and refuse what is one beyond. */
class ValueTypesTest {

    private static final String HASH = "0".repeat(64);
    private static final String UUID = "0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f";

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    @Test
    void labelsAndTextsAreMeasured() {
        ValueChecks.label("x".repeat(1024), "label");
        assertRefused("label of [1025]", () -> ValueChecks.label("x".repeat(1025), "label"));
        assertRefused("label has a NUL", () -> ValueChecks.label("\0", "label"));
        assertThat(ValueChecks.utf8Length("", "text")).isZero();
        assertThat(ValueChecks.utf8Length("abc", "text")).isEqualTo(3);
        assertThat(ValueChecks.utf8Length("a\u007f", "text")).isEqualTo(2);
        assertThat(ValueChecks.utf8Length("a\u0080", "text")).isEqualTo(3);
        assertThat(ValueChecks.utf8Length("\ud83d\ude00", "text")).isEqualTo(4);
        assertRefused("text has half", () -> ValueChecks.utf8Length("a\ud83d", "text"));
        ValueChecks.notNegative(0, "number");
        assertRefused("number [-1] is negative", () -> ValueChecks.notNegative(-1, "number"));
        ValueChecks.section("a".repeat(64));
        assertRefused("section [", () -> ValueChecks.section("a".repeat(65)));
    }

    @Test
    void objectNamesAreLimited() {
        assertThat(new StoredObject("a".repeat(180), 0, HASH).name()).hasSize(180);
        assertRefused("object name", () -> new StoredObject("a".repeat(181), 0, HASH));
        assertRefused("length [-1]", () -> new StoredObject("a", -1, HASH));
        assertRefused("SHA-256", () -> new StoredObject("a", 1, HASH.substring(1)));
    }

    @Test
    void packsAreNumberedFromZero() {
        assertThat(StoredObject.packName(0)).isEqualTo("packs/000000.tar.zst.pgp");
        assertThat(StoredObject.packName(99_999)).isEqualTo("packs/099999.tar.zst.pgp");
        assertRefused("pack [-1] is not in [0] to [99999]", () -> StoredObject.packName(-1));
        assertRefused("pack [100000] is not in [0] to [99999]", () -> StoredObject.packName(100_000));
    }

    @Test
    void partsAreInAPack() {
        long longest = 128L << 20;
        assertThat(new Part(99_999, longest, HASH).length()).isEqualTo(longest);
        assertThat(new Part(0, 0, "").pack()).isZero();
        assertRefused("pack [-1] is not in [0] to [99999]", () -> new Part(-1, 0, ""));
        assertRefused("pack [100000] is not in [0] to [99999]", () -> new Part(100_000, 0, ""));
        assertRefused("length [-1]", () -> new Part(0, -1, HASH));
        assertRefused("length [134217729]", () -> new Part(0, longest + 1, HASH));
        assertRefused("SHA-256 [x]", () -> new Part(0, 1, "x"));
    }

    @Test
    void memberOfAWholeFileHasNoPart() {
        IndexedEntry whole = new IndexedEntry(TestBackup.file("a", 2), List.of(new Part(3, 2, HASH)));
        assertThat(whole.memberName(0)).isEqualTo("config/a");
        assertThat(whole.lastPack()).isEqualTo(3);
        IndexedEntry split =
                new IndexedEntry(TestBackup.file("a", 2), List.of(new Part(3, 1, HASH), new Part(3, 1, HASH)));
        assertThat(split.memberName(0)).isEqualTo("config/a.part-000001");
        assertThat(split.memberName(1)).isEqualTo("config/a.part-000002");
        assertRefused(
                "a directory in [2] parts",
                () -> new IndexedEntry(TestBackup.directory("a"), List.of(new Part(0, 0, ""), new Part(0, 0, ""))));
    }

    @Test
    void attributesAreLimited() {
        byte[] longest = new byte[64 << 10];
        assertThat(new ExtendedAttribute("n".repeat(255), longest).value()).hasSize(64 << 10);
        assertRefused("name of [256] bytes", () -> new ExtendedAttribute("n".repeat(256), longest));
        assertRefused("name of [0] bytes", () -> new ExtendedAttribute("", longest));
        assertRefused("value of [65537] bytes", () -> new ExtendedAttribute("n", new byte[(64 << 10) + 1]));
        assertRefused("is an access control list", () -> new ExtendedAttribute("system.posix_acl_access", new byte[0]));
    }

    @Test
    void attributesAreEqualByNameAndValue() {
        ExtendedAttribute attribute = new ExtendedAttribute("user.a", new byte[] {1});
        assertThat(attribute)
                .isEqualTo(new ExtendedAttribute("user.a", new byte[] {1}))
                .hasSameHashCodeAs(new ExtendedAttribute("user.a", new byte[] {1}))
                .isNotEqualTo(new ExtendedAttribute("user.b", new byte[] {1}))
                .isNotEqualTo(new ExtendedAttribute("user.a", new byte[] {2}))
                .isNotEqualTo("user.a");
        assertThat(attribute.hashCode())
                .isNotEqualTo(new ExtendedAttribute("user.b", new byte[] {1}).hashCode())
                .isNotEqualTo(new ExtendedAttribute("user.a", new byte[] {2}).hashCode());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_294_967_294L})
    void namedAclEntryHasAnOwner(long id) {
        assertThat(new AclEntry(Tag.USER, id, "n", 7).id()).isEqualTo(id);
        assertThat(new AclEntry(Tag.GROUP, id, "", 0).id()).isEqualTo(id);
    }

    @Test
    void aclEntryIsValidated() {
        assertRefused("number [-1]", () -> new AclEntry(Tag.USER, -1, "", 7));
        assertRefused("number [4294967295]", () -> new AclEntry(Tag.GROUP, 4_294_967_295L, "", 7));
        assertRefused("number [0] of an access control entry for mask", () -> new AclEntry(Tag.MASK, 0, "", 7));
        assertRefused("for other with a name", () -> new AclEntry(Tag.OTHER, -1, "n", 7));
        assertRefused("permissions [8]", () -> AclEntry.of(Tag.MASK, 8));
        assertRefused("permissions [-1]", () -> AclEntry.of(Tag.MASK, -1));
        assertRefused("name of [1025]", () -> new AclEntry(Tag.USER, 1, "n".repeat(1025), 7));
        assertThat(Arrays.stream(Tag.values()).filter(Tag::hasId)).containsExactly(Tag.USER, Tag.GROUP);
        assertThat(Tag.USER_OBJ.json()).isEqualTo("user_obj");
    }

    private static Acl acl(AclEntry... entries) {
        return new Acl(List.of(entries));
    }

    private static AclEntry bits(Tag tag) {
        return AclEntry.of(tag, 5);
    }

    private static AclEntry named(Tag tag, long id) {
        return new AclEntry(tag, id, "", 5);
    }

    @Test
    void aclHasEachEntryOfTheModeOnce() {
        AclEntry user = bits(Tag.USER_OBJ);
        AclEntry group = bits(Tag.GROUP_OBJ);
        AclEntry mask = bits(Tag.MASK);
        AclEntry other = bits(Tag.OTHER);
        assertThat(acl(user, group, other).isEmpty()).isFalse();
        assertThat(Acl.NONE.isEmpty()).isTrue();
        assertThat(acl(user, group, mask, other).entries()).hasSize(4);
        assertThat(acl(user, named(Tag.USER, 1), named(Tag.USER, 2), group, named(Tag.GROUP, 1), mask, other)
                        .entries())
                .hasSize(7);
        String incomplete = "lacks an entry, or has one twice";
        assertRefused(incomplete, () -> acl(group, other));
        assertRefused(incomplete, () -> acl(user, other));
        assertRefused(incomplete, () -> acl(user, group));
        assertRefused(incomplete, () -> acl(user, user, group, other));
        assertRefused(incomplete, () -> acl(user, group, group, other));
        assertRefused(incomplete, () -> acl(user, group, other, other));
        assertRefused(incomplete, () -> acl(user, group, mask, mask, other));
        assertRefused(incomplete, () -> acl(user, named(Tag.USER, 1), group, other));
        assertRefused(incomplete, () -> acl(user, group, named(Tag.GROUP, 1), other));
        assertRefused("out of order", () -> acl(group, user, other));
    }

    @Test
    void aclHasAMaximumOfEntries() {
        List<AclEntry> entries = new ArrayList<>(List.of(bits(Tag.USER_OBJ)));
        IntStream.range(0, 1020).forEach(id -> entries.add(named(Tag.USER, id)));
        entries.addAll(List.of(bits(Tag.GROUP_OBJ), bits(Tag.MASK), bits(Tag.OTHER)));
        assertThat(new Acl(entries).entries()).hasSize(1024);
        entries.add(1, named(Tag.USER, 9999));
        assertRefused("of [1025] entries", () -> new Acl(entries));
    }

    @Test
    void metadataIsLimitedInAttributesAndBytes() {
        List<ExtendedAttribute> most = IntStream.range(100, 356)
                .mapToObj(number -> new ExtendedAttribute("user." + number, new byte[0]))
                .toList();
        assertThat(new ExtendedMetadata(Acl.NONE, Acl.NONE, most).attributes()).hasSize(256);
        List<ExtendedAttribute> more = new ArrayList<>(most);
        more.add(new ExtendedAttribute("user.z", new byte[0]));
        assertRefused("[257] attributes", () -> new ExtendedMetadata(Acl.NONE, Acl.NONE, more));

        byte[] half = new byte[(64 << 10) - 1];
        Map<String, byte[]> full = Map.of("a", half, "b", half);
        assertThat(ExtendedMetadata.of(Acl.NONE, Acl.NONE, full).attributes()).hasSize(2);
        Acl named = acl(
                bits(Tag.USER_OBJ),
                new AclEntry(Tag.USER, 1, "n", 5),
                bits(Tag.GROUP_OBJ),
                bits(Tag.MASK),
                bits(Tag.OTHER));
        assertRefused("of [131073] bytes", () -> ExtendedMetadata.of(named, Acl.NONE, full));
        assertRefused("of [131073] bytes", () -> ExtendedMetadata.of(Acl.NONE, named, full));
        assertRefused("of [131074] bytes", () -> ExtendedMetadata.of(named, named, full));
    }

    @Test
    void attributesAreInTheOrderOfTheirBytes() {
        ExtendedAttribute ascii = new ExtendedAttribute("b", new byte[0]);
        ExtendedAttribute accented = new ExtendedAttribute("\u00e4", new byte[0]);
        assertThat(ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("\u00e4", new byte[0], "b", new byte[0]))
                        .attributes())
                .containsExactly(ascii, accented);
        assertRefused(
                "out of order or there twice",
                () -> new ExtendedMetadata(Acl.NONE, Acl.NONE, List.of(accented, ascii)));
        assertRefused(
                "out of order or there twice", () -> new ExtendedMetadata(Acl.NONE, Acl.NONE, List.of(ascii, ascii)));
    }

    @Test
    void metadataWeighsListsAndValues() {
        Acl acl = acl(bits(Tag.USER_OBJ), bits(Tag.GROUP_OBJ), bits(Tag.OTHER));
        ExtendedMetadata metadata = ExtendedMetadata.of(acl, acl, Map.of("a", new byte[10], "b", new byte[20]));
        assertThat(metadata.weight()).isEqualTo(128 * 8 + 30);
        assertThat(ExtendedMetadata.NONE.weight()).isZero();
        assertThat(ExtendedMetadata.NONE.isEmpty()).isTrue();
        assertThat(ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of())).isSameAs(ExtendedMetadata.NONE);
        assertThat(ExtendedMetadata.of(acl, Acl.NONE, Map.of()).isEmpty()).isFalse();
        assertThat(ExtendedMetadata.of(Acl.NONE, acl, Map.of()).isEmpty()).isFalse();
        assertThat(ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("a", new byte[0]))
                        .isEmpty())
                .isFalse();
    }

    @Test
    void metadataBelongsToFilesAndDirectories() {
        Acl acl = acl(bits(Tag.USER_OBJ), bits(Tag.GROUP_OBJ), bits(Tag.OTHER));
        ExtendedMetadata access = new ExtendedMetadata(acl, Acl.NONE, List.of());
        ExtendedMetadata inherited = new ExtendedMetadata(Acl.NONE, acl, List.of());
        ExtendedMetadata attribute = ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("user.a", new byte[1]));
        Entry link = TestBackup.entry("a", Type.SYMLINK, 0, "b");
        assertThat(link.withExtended(attribute).extended()).isEqualTo(attribute);
        assertThat(TestBackup.directory("a").withExtended(inherited).extended()).isEqualTo(inherited);
        assertThat(TestBackup.file("a", 0).withExtended(access).extended()).isEqualTo(access);
        assertRefused("a symlink with an access control list", () -> link.withExtended(access));
        assertRefused(
                "a file with a default access control list",
                () -> TestBackup.file("a", 0).withExtended(inherited));
        assertRefused(
                "a further name",
                () -> TestBackup.entry("a", Type.HARDLINK, 0, "b").withExtended(attribute));
    }

    @Test
    void identityIsValidated() {
        assertThat(identity("20260227_1546", "x".repeat(1024)).host()).hasSize(1024);
        assertRefused("directory [x]", () -> identity("x", ""));
        assertRefused("host of [1025]", () -> identity("20260227_1546", "x".repeat(1025)));
        assertRefused("id [x]", () -> new BackupIdentity("x", "20260227_1546", Instant.EPOCH, "", "", ""));
        assertRefused(
                "product of [1025]",
                () -> new BackupIdentity(UUID, "20260227_1546", Instant.EPOCH, "x".repeat(1025), "", ""));
        assertRefused(
                "product version of [1025]",
                () -> new BackupIdentity(UUID, "20260227_1546", Instant.EPOCH, "", "x".repeat(1025), ""));
    }

    private static BackupIdentity identity(String directory, String host) {
        return new BackupIdentity(UUID, directory, Instant.EPOCH, "product", "1", host);
    }

    private static SectionSummary section(String root, int version, long entries, long bytes, String title) {
        return new SectionSummary("config", title, true, false, version, root, entries, bytes, Map.of());
    }

    @Test
    void sectionSummaryIsValidated() {
        String longest = "/" + "r".repeat(4094);
        assertThat(section(longest, 0, 0, 0, "").root()).isEqualTo(longest);
        assertThat(section("", 1, 2, 3, "").omittedCount()).isZero();
        assertRefused("root of [4096] bytes", () -> section(longest + "r", 0, 0, 0, ""));
        assertRefused("root [r] is not absolute", () -> section("r", 0, 0, 0, ""));
        assertRefused("root has a NUL", () -> section("/\0", 0, 0, 0, ""));
        assertRefused("format version [-1]", () -> section("", -1, 0, 0, ""));
        assertRefused("entries [-1]", () -> section("", 0, -1, 0, ""));
        assertRefused("bytes [-1]", () -> section("", 0, 0, -1, ""));
        assertRefused("title of [1025]", () -> section("", 0, 0, 0, "t".repeat(1025)));
        assertRefused("section [X]", () -> new SectionSummary("X", "", true, false, 1, 0, 0));
    }

    @Test
    void omittedThingsAreCounted() {
        Map<Omission.Reason, Long> omitted = Map.of(Omission.Reason.PIPE, 2L, Omission.Reason.SOCKET, 1L);
        SectionSummary section = new SectionSummary("config", "", true, false, 1, "", 0, 0, omitted);
        assertThat(section.omittedCount()).isEqualTo(3);
        assertThat(section.omitted()).isEqualTo(omitted);
        assertRefused(
                "[0] things omitted as pipe",
                () -> new SectionSummary("config", "", true, false, 1, "", 0, 0, Map.of(Omission.Reason.PIPE, 0L)));
    }

    @Test
    void omittedPathIsLimited() {
        String longest = "p".repeat(4095 + 1 + 1024);
        assertThat(omission(longest).path()).isEqualTo(longest);
        assertRefused("path of [5121] bytes", () -> omission(longest + "p"));
        assertThat(omission("\\xff").pathBytes()).containsExactly(0xff);
        assertThat(omission("a\\\\b").pathBytes()).isEqualTo("a\\b".getBytes(StandardCharsets.UTF_8));
        assertThat(omission("a/...").plainPath()).isEqualTo("a/...");
        assertThat(omission("\\xff").plainPath()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/a", "a/", "a//b", ".", "..", "a/.", "../a", "a/./b", "a/../b", "a\0", "\\", "\\x", "\\x4",
                "\\xg1", "\\x1g", "\\x41", "\\y41", "a\\"
            })
    void omittedPathIsValidated(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> omission(path));
    }

    @Test
    void omittedSectionIsAtItsRoot() {
        assertRefused("omitted at [a]", () -> new Omission("config", "a", Omission.Reason.SECTION_MISSING, ""));
        assertThat(new Omission("config", "", Omission.Reason.SECTION_UNREADABLE, "").path())
                .isEmpty();
        assertRefused("section [X]", () -> new Omission("X", "", Omission.Reason.PIPE, ""));
        assertThat(Omission.escape("a\\b")).isEqualTo("a\\\\b");
        assertThat(Omission.Reason.NAME_NOT_UTF8.json()).isEqualTo("name_not_utf8");
        assertRefused("detail of [1025]", () -> new Omission("config", "", Omission.Reason.PIPE, "d".repeat(1025)));
    }

    private static Omission omission(String path) {
        return new Omission("config", path, Omission.Reason.PIPE, "");
    }

    @Test
    void timesBeyondInstantAreClipped() {
        assertThat(new Timestamp(Long.MAX_VALUE, 0).toInstant()).isEqualTo(Instant.MAX);
        assertThat(new Timestamp(Long.MIN_VALUE, 0).toInstant()).isEqualTo(Instant.MIN);
        assertThat(Timestamp.of(Instant.MAX).toInstant()).isEqualTo(Instant.MAX);
        assertThat(new Timestamp(Instant.MAX.getEpochSecond(), 0).toInstant())
                .isEqualTo(Instant.ofEpochSecond(Instant.MAX.getEpochSecond()));
        assertThat(new Timestamp(Instant.MIN.getEpochSecond(), 5).toInstant())
                .isEqualTo(Instant.ofEpochSecond(Instant.MIN.getEpochSecond(), 5));
        assertThat(new Timestamp(3, 0)).isLessThan(new Timestamp(4, 0)).isLessThan(new Timestamp(3, 1));
        assertThat(new Timestamp(3, 0)).isEqualByComparingTo(new Timestamp(3, 0));
        assertRefused("nanoseconds [-1]", () -> new Timestamp(0, -1));
        assertRefused("nanoseconds [1000000000]", () -> new Timestamp(0, 1_000_000_000));
    }

    @Test
    void failuresHaveTheirReasonAndAction() {
        ArchiveException damaged = ArchiveMessage.PACK_UNREADABLE.exception("packs/1");
        assertThat(damaged.reason()).isEqualTo(ArchiveException.Reason.DAMAGED);
        assertThat(damaged).hasMessage("packs/1 is damaged: it cannot be read to its end");
        assertThat(damaged.description().code()).isEqualTo("archive.pack-unreadable");
        assertThat(damaged.description().action()).isEqualTo("Restore another backup, and check the storage");
        ArchiveException other = new ArchiveException(ArchiveException.Reason.KEY_REJECTED, "no");
        assertThat(other.description().code()).isEqualTo("archive.key-rejected");
        assertThat(other).hasMessage("no");
    }

    @Test
    void directoryComesBeforeWhatIsInIt() {
        assertThat(WalkOrder.compare("a", "a/b")).isNegative();
        assertThat(WalkOrder.compare("a/b", "a")).isPositive();
        assertThat(WalkOrder.compare("a/b", "a!b")).isNegative();
        assertThat(WalkOrder.compare("a", "a")).isZero();
        assertThat(WalkOrder.compare("\uffff", "\ud83d\ude00")).isNegative();
        assertThat(WalkOrder.compare(bytes("a"), bytes("a/b"))).isNegative();
        assertThat(WalkOrder.compare(bytes("a/b"), bytes("a"))).isPositive();
        assertThat(WalkOrder.compare(bytes("a"), bytes("a"))).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void directoryNamesAreEqualByTheirText() {
        BackupDirectoryName name = BackupDirectoryName.parse("20260227_1546").orElseThrow();
        BackupDirectoryName other = BackupDirectoryName.parse("20260227_154600").orElseThrow();
        assertThat(name)
                .isEqualTo(BackupDirectoryName.parse("20260227_1546").orElseThrow())
                .hasSameHashCodeAs("20260227_1546")
                .isNotEqualTo(other)
                .isNotEqualTo("20260227_1546");
        assertThat(name.time()).isEqualTo(other.time());
        assertThat(BackupDirectoryName.parse("+120260227_154600"))
                .as("a year of five digits")
                .isEmpty();
    }
}
