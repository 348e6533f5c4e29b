package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
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
}
