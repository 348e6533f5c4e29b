package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.Entry.Type;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final String HASH = "0".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "a//b",
                "a/",
                "./a",
                "a/.",
                "..",
                "../a",
                "a/../b",
                "a/..",
                ".",
                "a\0b",
                "\uD83D",
                "a\uDE00"
            })
    void pathOutOfItsSectionIsRefused(String path) {
        assertThatThrownBy(() -> TestBackup.file(path, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path");
        assertThatThrownBy(() -> TestBackup.entry("a", Type.HARDLINK, 0, path))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "..a", "a..", " ", "a b", "\n", "\\", "-rf", "~", "a/b/c", "\uD83D\uDE00"})
    void unusualPathsAreAccepted(String path) {
        assertThatCode(() -> TestBackup.file(path, 1)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Config", "a.b", "a/b", "..", "a b"})
    void sectionIdIsValidated(String section) {
        assertThatThrownBy(() -> new Entry(section, "a", Type.FILE, 0, 0, 0, "", "", 0, Instant.EPOCH, ""))
                .hasMessageContaining("[" + section + "]");
    }

    @Test
    void fieldsInconsistentWithTheTypeAreRefused() {
        assertThatThrownBy(() -> TestBackup.entry("a", Type.DIRECTORY, 1, "")).hasMessage("size [1] of a directory");
        assertThatThrownBy(() -> TestBackup.entry("a", Type.FILE, -1, "")).hasMessage("size [-1] is negative");
        assertThatThrownBy(() -> TestBackup.entry("a", Type.SYMLINK, 0, "")).hasMessage("a link without a target");
        assertThatThrownBy(() -> TestBackup.entry("a", Type.FILE, 0, "b")).hasMessage("a file with a link target");
        assertThatThrownBy(() -> TestBackup.entry("", Type.FILE, 0, "")).hasMessageContaining("not a directory");
        assertThatThrownBy(() -> new Entry("a", "b", Type.FILE, 010000, 0, 0, "", "", 0, Instant.EPOCH, ""))
                .hasMessageContaining("[4096]");
        assertThatThrownBy(() -> TestBackup.file("x".repeat(8193), 0)).hasMessageContaining("[8193]");
    }

    @Test
    void memberNamesAreMadeOfSectionPathAndPart() {
        assertThat(TestBackup.directory("").memberName()).isEqualTo("config");
        assertThat(TestBackup.file("a/b", 0).memberName()).isEqualTo("config/a/b");
        assertThat(TestBackup.file("a/b", 0).memberName(7)).isEqualTo("config/a/b.part-000007");
        assertThatThrownBy(() -> TestBackup.file("a", 0).memberName(0)).hasMessageContaining("[0]");
    }

    @Test
    void indexedEntryMatchesItsParts() {
        assertThatThrownBy(() -> new IndexedEntry(TestBackup.file("a", 1), List.of()))
                .hasMessageContaining("[0] parts");
        assertThatThrownBy(() -> new IndexedEntry(TestBackup.file("a", 2), List.of(new Part(0, 1, HASH))))
                .hasMessageContaining("[1]");
        assertThatThrownBy(() ->
                        new IndexedEntry(TestBackup.file("a", 2), List.of(new Part(1, 1, HASH), new Part(0, 1, HASH))))
                .hasMessageContaining("pack [0]");
        assertThatThrownBy(() -> new IndexedEntry(TestBackup.file("a", 0), List.of(new Part(0, 0, ""))))
                .hasMessageContaining("hash");
        assertThatThrownBy(() -> new IndexedEntry(TestBackup.directory("a"), List.of(new Part(0, 0, HASH))))
                .hasMessageContaining("hash");
        assertThat(new IndexedEntry(TestBackup.file("a", 2), List.of(new Part(0, 1, HASH), new Part(3, 1, HASH)))
                        .lastPack())
                .isEqualTo(3);
    }

    @Test
    void hashesAndNamesOfPartsAndObjectsAreValidated() {
        assertThatThrownBy(() -> new Part(0, 1, "")).hasMessageContaining("without");
        assertThatThrownBy(() -> new Part(100_000, 0, "")).hasMessageContaining("[100000]");
        assertThatThrownBy(() -> new StoredObject("a", 1, HASH.toUpperCase() + "A"))
                .hasMessageContaining("SHA-256");
        for (String name : List.of("", "/a", "../a", "a/..", "a//b", "A", "a b", ".", "a/./b")) {
            assertThatThrownBy(() -> new StoredObject(name, 1, HASH)).as(name).hasMessageContaining("[" + name + "]");
        }
        assertThat(new StoredObject(StoredObject.packName(42), 1, HASH).name()).isEqualTo("packs/000042.tar.zst.pgp");
    }

    @Test
    void longestPathsAndNamesAreAccepted() {
        String path = "a/".repeat(2047) + "a";
        assertThat(TestBackup.file(path, 0).path()).hasSize(4095);
        assertThatThrownBy(() -> TestBackup.file(path + "b", 0)).hasMessageContaining("path of [4096] bytes");
        assertThat(TestBackup.file("n".repeat(255), 0).path()).hasSize(255);
        assertThatThrownBy(() -> TestBackup.file("n".repeat(256), 0)).hasMessageContaining("name of [256] bytes");
        assertThatThrownBy(() -> TestBackup.file("a/" + "\u4e00".repeat(86), 0))
                .hasMessageContaining("name of [258] bytes");
        assertThat(TestBackup.entry("a", Type.SYMLINK, 0, "t".repeat(4095)).linkTarget())
                .hasSize(4095);
        assertThatThrownBy(() -> TestBackup.entry("a", Type.SYMLINK, 0, "t".repeat(4096)))
                .hasMessageContaining("link target of [4096] bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_294_967_294L})
    void ownersUpToTheHighestAreAccepted(long owner) {
        assertThat(owned(owner, 1).uid()).isEqualTo(owner);
        assertThat(owned(1, owner).gid()).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4_294_967_295L, Long.MAX_VALUE})
    void ownerOutOfRangeIsRefused(long owner) {
        assertThatThrownBy(() -> owned(owner, 1)).hasMessageStartingWith("uid [" + owner + "]");
        assertThatThrownBy(() -> owned(1, owner)).hasMessageStartingWith("gid [" + owner + "]");
    }

    @Test
    void modesUpToTheHighestAreAccepted() {
        assertThat(entry(Type.FILE, 0, "", "").mode()).isZero();
        assertThat(entry(Type.FILE, 07777, "", "").mode()).isEqualTo(07777);
        assertThatThrownBy(() -> entry(Type.FILE, -1, "", "")).hasMessageStartingWith("mode [-1]");
        assertThatThrownBy(() -> entry(Type.FILE, 010000, "", "")).hasMessageStartingWith("mode [4096]");
    }

    @Test
    void namesOfOwnersAreLimited() {
        String longest = "u".repeat(1024);
        assertThat(entry(Type.FILE, 0, longest, longest).user()).isEqualTo(longest);
        assertThatThrownBy(() -> entry(Type.FILE, 0, longest + "u", "")).hasMessageStartingWith("user of [1025]");
        assertThatThrownBy(() -> entry(Type.FILE, 0, "", longest + "u")).hasMessageStartingWith("group of [1025]");
        assertThatThrownBy(() -> entry(Type.FILE, 0, "a\0", "")).hasMessage("user has a NUL character");
        assertThatThrownBy(() -> entry(Type.FILE, 0, "", "\uD83D")).hasMessage("group has half of a surrogate pair");
    }

    @Test
    void partNumbersHaveSixDigits() {
        Entry file = TestBackup.file("a", 0);
        assertThat(file.memberName(1)).isEqualTo("config/a.part-000001");
        assertThat(file.memberName(999_999)).isEqualTo("config/a.part-999999");
        assertThatThrownBy(() -> file.memberName(1_000_000)).hasMessageContaining("[1000000]");
    }

    @Test
    void setIdIsRemovedFromEverythingButDirectories() {
        assertThat(entry(Type.FILE, 07755, "", "").modeWithoutSetId()).isEqualTo(01755);
        assertThat(entry(Type.FILE, 0640, "", "").modeWithoutSetId()).isEqualTo(0640);
        assertThat(entry(Type.DIRECTORY, 07755, "", "").modeWithoutSetId()).isEqualTo(07755);
    }

    @Test
    void weightCountsEveryText() {
        Entry link = new Entry("config", "ab", Type.SYMLINK, 0, 0, 0, "user", "group", 0, Instant.EPOCH, "target7");
        assertThat(link.weight()).isEqualTo(512 + 2 + 7 + 4 + 5);
        ExtendedMetadata attribute = ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("user.a", new byte[9]));
        assertThat(link.withExtended(attribute).weight()).isEqualTo(512 + 2 + 7 + 4 + 5 + 128 + 9);
    }

    @Test
    void otherSizeAndMetadataChangeNothingElse() {
        Entry file = TestBackup.file("a", 5);
        assertThat(file.withSize(5)).isSameAs(file);
        assertThat(file.withSize(6)).isEqualTo(TestBackup.file("a", 6));
        assertThat(file.withExtended(ExtendedMetadata.NONE)).isEqualTo(file);
    }

    private static Entry owned(long uid, long gid) {
        return new Entry("config", "a", Type.FILE, 0, uid, gid, "", "", 0, Instant.EPOCH, "");
    }

    private static Entry entry(Type type, int mode, String user, String group) {
        return new Entry("config", "a", type, mode, 0, 0, user, group, 0, Instant.EPOCH, "");
    }
}
