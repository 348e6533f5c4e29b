package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Entry.Type;
import org.flowgateway.backup.core.prepare.EntryFilter.PartOfSection;
import org.flowgateway.backup.core.prepare.OmittedFiles.OmittedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selection of what is restored and what is kept: nothing beside the selected paths is touched. */
class EntryFilterTest {

    private final EntryFilter filter = new EntryFilter(
            Set.of("certs"),
            Map.of("config", new PartOfSection(Set.of("a/b", "f"), Set.of("", "a"), Map.of("outside", "a/b/link"))));

    private static Entry entry(String section, String path, Type type, String target) {
        return new Entry(section, path, type, 0640, 1, 2, "user", "group", 0, Instant.EPOCH, target);
    }

    @Test
    void onlySectionsWithPathsArePartial() {
        assertThat(filter.isPartial("config")).isTrue();
        assertThat(filter.isPartial("certs")).isFalse();
        assertThat(filter.isPartial("none")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "config,a/b,true,false",
        "config,a/b/c,true,false",
        "config,a/b/c/d,true,false",
        "config,f,true,false",
        "config,'',true,true",
        "config,a,true,true",
        "config,a/bc,false,true",
        "config,a/x,false,true",
        "config,ff,false,true",
        "config,b,false,true",
        "certs,'',true,false",
        "certs,a/x,true,false",
        "none,a/b,false,false"
    })
    void pathIsRestoredOrKept(String section, String path, boolean restored, boolean kept) {
        assertThat(filter.restores(section, path)).isEqualTo(restored);
        assertThat(filter.keeps(section, path)).isEqualTo(kept);
    }

    @Test
    void selectedEntriesAreRestoredAsTheyAre() {
        for (Entry entry : List.of(
                entry("certs", "x", Type.FILE, ""),
                entry("certs", "y", Type.HARDLINK, "x"),
                entry("config", "a/b/c", Type.FILE, ""),
                entry("config", "a/b/d", Type.HARDLINK, "a/b/c"))) {
            assertThat(filter.restoredAs(entry)).containsSame(entry);
        }
    }

    @Test
    void otherEntriesAreNotRestored() {
        for (Entry entry : List.of(
                entry("none", "x", Type.FILE, ""),
                entry("config", "a/x", Type.FILE, ""),
                entry("config", "a/y", Type.HARDLINK, "outside"))) {
            assertThat(filter.restoredAs(entry)).isEmpty();
        }
    }

    @Test
    void fileIsRestoredUnderItsFirstSelectedName() {
        assertThat(filter.restoredAs(entry("config", "outside", Type.FILE, "")))
                .contains(entry("config", "a/b/link", Type.FILE, ""));
        assertThat(filter.restoredAs(entry("config", "a/b/link", Type.HARDLINK, "outside")))
                .isEmpty();
        assertThat(filter.restoredAs(entry("config", "a/b/other", Type.HARDLINK, "outside")))
                .contains(entry("config", "a/b/other", Type.HARDLINK, "a/b/link"));
    }

    @Test
    void keptFileCoversWhatIsBelowIt() {
        OmittedFiles kept = new OmittedFiles(
                Map.of("config", List.of(new OmittedFile("z", 3), new OmittedFile("a/socket", 7))), true);
        assertThat(kept.of("config")).containsExactly(new OmittedFile("a/socket", 7), new OmittedFile("z", 3));
        assertThat(kept.of("certs")).isEmpty();
        assertThat(kept.mayDrop()).isTrue();
        assertThat(OmittedFiles.NONE.mayDrop()).isFalse();
        assertThat(kept.covers("config", "z")).isTrue();
        assertThat(kept.covers("config", "a/socket/x/y")).isTrue();
        assertThat(kept.covers("config", "a")).isFalse();
        assertThat(kept.covers("config", "a/sockets")).isFalse();
        assertThat(kept.covers("config", "")).isFalse();
        assertThat(kept.covers("certs", "z")).isFalse();
        assertThat(new OmittedFile("a/b/c", 1).parent()).isEqualTo("a/b");
        assertThat(new OmittedFile("a", 1).parent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "..", "../a", "a/..", "a/../..", "./../a", "a/b/../../..", "../.."})
    void linkOutOfItsTreeIsRejected(String target) {
        assertThat(SymlinkPolicy.leadsOut("link", target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", ".", "./a", "a//b", "...", "..a", "a/./b"})
    void linkWithinItsTreeIsAllowed(String target) {
        assertThat(SymlinkPolicy.leadsOut("link", target)).isFalse();
    }

    @Test
    void stepsUpCountFromTheDirectoryOfTheLink() {
        assertThat(SymlinkPolicy.leadsOut("a/b/link", "../../c")).isFalse();
        assertThat(SymlinkPolicy.leadsOut("a/b/link", "../../../c")).isTrue();
        assertThat(SymlinkPolicy.leadsOut("a/b/link", "c/../d"))
                .as("c may be a link to a directory higher up")
                .isTrue();
    }
}
