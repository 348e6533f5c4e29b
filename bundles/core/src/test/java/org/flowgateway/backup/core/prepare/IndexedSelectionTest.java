package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.archive.pack.TestBackup.directory;
import static org.flowgateway.backup.archive.pack.TestBackup.entry;
import static org.flowgateway.backup.archive.pack.TestBackup.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreCheck.Result;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.prepare.EntryFilter.PartOfSection;
import org.flowgateway.backup.core.prepare.OmittedFiles.OmittedFile;
import org.flowgateway.backup.core.prepare.RestoreRoots.Size;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds, and what it omits, is compared with a selection and with the gateway's tree. */
class IndexedSelectionTest {

    private static final FileTrees TREES = TestTrees.fileTrees(TreeHook.NONE);
    private static final EntryFilter WHOLE = new EntryFilter(Set.of("config"), Map.of());

    @TempDir
    private Path root;

    private final CheckList checks = CheckList.forPlan();

    @BeforeEach
    void resolve() throws IOException {
        root = root.toRealPath();
    }

    private List<String> messages(Result result) {
        return checks.checks().stream()
                .filter(check -> check.result() == result)
                .map(RestoreCheck::message)
                .toList();
    }

    private static EntryFilter part(String... paths) {
        return new EntryFilter(Set.of(), Map.of("config", new PartOfSection(Set.of(paths), Set.of(), Map.of())));
    }

    private static Omission omission(String path, Omission.Reason reason) {
        return new Omission("config", path, reason, "");
    }

    // Space

    @Test
    void zerosNeedLittleSpace() throws Exception {
        Index index = IndexFixture.of(
                1 << 20, List.of(), directory(""), file("a", 300_000), directory("b"), file("b/c", 500_000));
        assertThat(index.packs()).hasSize(1);
        assertThat(SpaceEstimate.of(index, WHOLE).bytes("config"))
                .isEqualTo(128 * index.packs().get(0).length())
                .isLessThan(800_000);
        assertThat(SpaceEstimate.of(index, WHOLE).bytes("certs")).isZero();
        assertThat(SpaceEstimate.of(index, part("none")).bytes("config")).isZero();
    }

    @Test
    void ordinaryFilesNeedTheirLength() throws Exception {
        Index index = IndexFixture.of(
                TestBackup.CAPACITY, List.of(), directory(""), file("a", 3_000), file("b", 70_000), file("c", 5));
        assertThat(index.packs().size()).isGreaterThan(1);
        assertThat(SpaceEstimate.of(index, part("a", "c")).bytes("config")).isEqualTo(3_005);
    }

    // Links

    private Entry rejected(boolean inside, EntryFilter filter) throws IOException {
        Index index = IndexFixture.of(
                List.of(),
                directory(""),
                entry("inside", Entry.Type.SYMLINK, 0, "a"),
                entry("out", Entry.Type.SYMLINK, 0, inside ? "b" : "/etc"),
                entry("out2", Entry.Type.SYMLINK, 0, "../x"));
        SelectedSection strict =
                new SelectedSection(new StrictSection(root), index.sections().get(0), root);
        assertThat(SymlinkPolicy.findRejected(index, List.of(IndexFixture.config(index, root)), filter))
                .isEmpty();
        return SymlinkPolicy.findRejected(index, List.of(strict), filter).orElse(null);
    }

    /** Section whose links must stay inside. */
    private record StrictSection(Path root) implements Section {

        @Override
        public SectionDescriptor descriptor() {
            return new SectionDescriptor("config", "The config", true, false, 1);
        }

        @Override
        public boolean allowsLinksOut() {
            return false;
        }

        @Override
        public void validate(Path staged) {}

        @Override
        public void activated() {}
    }

    @Test
    void firstLinkThatLeadsOutIsRejected() throws Exception {
        assertThat(rejected(false, WHOLE).path()).isEqualTo("out");
        assertThat(rejected(true, WHOLE).path()).isEqualTo("out2");
        assertThat(rejected(false, part("inside"))).isNull();
    }

    // Paths

    private EntryFilter resolve(Index index, String... paths) throws Exception {
        return selector(index, paths).resolve(index);
    }

    private PathSelector selector(Index index, String... paths) {
        return new PathSelector(
                RestoreSelection.of(List.of(), List.of(paths)),
                List.of(IndexFixture.config(index, root)),
                checks,
                TREES);
    }

    private static Index tree() throws IOException {
        return IndexFixture.of(
                List.of(),
                directory(""),
                directory("a"),
                file("a/a", 100),
                directory("a/b"),
                file("a/b/c", 10),
                entry("a/b/hard", Entry.Type.HARDLINK, 0, "a/a"),
                entry("a/b/hard2", Entry.Type.HARDLINK, 0, "a/a"),
                file("z", 1000));
    }

    @Test
    void selectedPathsAreCountedWithTheContentOfTheirLinks() throws Exception {
        Index index = tree();
        PathSelector selector = selector(index, "config/a/b", "config/z");
        EntryFilter filter = selector.resolve(index);
        assertThat(selector.restoredSize(IndexFixture.config(index, root))).isEqualTo(new Size(5, 1110));
        assertThat(messages(Result.FAIL)).isEmpty();
        assertThat(messages(Result.OK)).hasSize(1);
        assertThat(filter.isPartial("config")).isTrue();
        assertThat(filter.restores("config", "a/b/c")).isTrue();
        assertThat(filter.restores("config", "a/a")).isFalse();
        assertThat(filter.keeps("config", "a/a")).isTrue();
        List<String> restored = new ArrayList<>();
        index.forEach(indexed -> filter.restoredAs(indexed.entry()).ifPresent(entry -> restored.add(entry.path())));
        assertThat(restored).containsExactlyInAnyOrder("a", "a/b", "a/b/c", "a/b/hard", "a/b/hard2", "z");
    }

    @Test
    void wholeSectionIsAsLargeAsTheBackupSays() throws Exception {
        Index index = tree();
        PathSelector selector = selector(index, "certs/a");
        EntryFilter filter = selector.resolve(index);
        assertThat(selector.restoredSize(IndexFixture.config(index, root))).isEqualTo(new Size(8, 1110));
        assertThat(filter.isPartial("config")).isFalse();
        assertThat(filter.restores("config", "z")).isTrue();
        assertThat(checks.checks()).isEmpty();
    }

    @Test
    void directoriesThatExistKeepTheirMetadata() throws Exception {
        Files.createDirectory(root.resolve("a"));
        EntryFilter filter = resolve(tree(), "config/a/b/c");
        assertThat(messages(Result.FAIL)).isEmpty();
        assertThat(filter.restores("config", "a/b")).isTrue();
        assertThat(filter.restores("config", "a")).isFalse();
        assertThat(filter.restores("config", "")).isFalse();
    }

    @Test
    void missingRootIsRestoredWithItsDirectories() throws Exception {
        Files.delete(root);
        EntryFilter filter = resolve(tree(), "config/a/b/c");
        assertThat(messages(Result.FAIL)).isEmpty();
        for (String path : List.of("", "a", "a/b", "a/b/c")) {
            assertThat(filter.restores("config", path)).as(path).isTrue();
        }
        assertThat(filter.restores("config", "z")).isFalse();
        Files.createDirectory(root);
    }

    @Test
    void pathThatTheBackupLacksFails() throws Exception {
        resolve(tree(), "config/a/none", "config/z");
        assertThat(messages(Result.FAIL)).singleElement().asString().contains("config/a/none");
        assertThat(messages(Result.OK)).isEmpty();
    }

    @Test
    void pathBelowAFileFails() throws Exception {
        Files.createDirectory(root.resolve("a"));
        Files.createFile(root.resolve("a/b"));
        resolve(tree(), "config/a/b/c", "config/z");
        assertThat(messages(Result.FAIL))
                .singleElement()
                .asString()
                .contains("config/a/b/c", root.resolve("a/b").toString());
    }

    @Test
    void pathBelowARootThatIsAFileFails() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        Index index = tree();
        new PathSelector(
                        RestoreSelection.of(List.of(), List.of("config/z")),
                        List.of(IndexFixture.config(index, file)),
                        checks,
                        TREES)
                .resolve(index);
        assertThat(messages(Result.FAIL)).singleElement().asString().contains("config/z", file.toString());
    }

    // Omissions

    private OmittedFiles find(
            boolean drop, EntryFilter filter, Map<String, List<OmittedFile>> live, List<Omission> omissions)
            throws Exception {
        Index index = IndexFixture.of(omissions, directory(""), directory("a"), file("f", 1));
        return new OmissionCheck(checks, TREES, drop)
                .find(index, List.of(IndexFixture.config(index, root)), filter, live);
    }

    private OmittedFile current(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return new OmittedFile(path, (long) Files.getAttribute(Files.writeString(file, path), "unix:ino"));
    }

    @Test
    void omittedFilesThatExistAreKept() throws Exception {
        OmittedFile inside = current("a/x");
        OmittedFile top = current("top");
        current("f");
        OmittedFiles kept = find(
                false,
                WHOLE,
                Map.of(),
                List.of(
                        omission("a/x", Omission.Reason.UNREADABLE),
                        omission("gone", Omission.Reason.CHANGING),
                        omission("top", Omission.Reason.TOO_LONG),
                        omission("f", Omission.Reason.ATTRIBUTES)));
        assertThat(kept.of("config")).containsExactly(inside, top);
        assertThat(kept.mayDrop()).isFalse();
        assertThat(messages(Result.WARNING))
                .singleElement()
                .asString()
                .contains("4 files", "config/a/x (unreadable)", "config/top (too long)", "config/gone (changing)");
        assertThat(messages(Result.FAIL)).isEmpty();
    }

    @Test
    void nothingOmittedIsSaid() throws Exception {
        assertThat(find(true, WHOLE, Map.of(), List.of()).of("config")).isEmpty();
        assertThat(messages(Result.OK)).hasSize(1);
        assertThat(messages(Result.WARNING)).isEmpty();
    }

    @Test
    void omissionsOfUnselectedPathsDoNotCount() throws Exception {
        current("top");
        OmittedFiles kept = find(true, part("a"), Map.of(), List.of(omission("top", Omission.Reason.UNREADABLE)));
        assertThat(kept.of("config")).isEmpty();
        assertThat(kept.mayDrop()).isTrue();
        assertThat(messages(Result.OK)).hasSize(1);
    }

    @Test
    void firstTwentyOmissionsAreNamed() throws Exception {
        List<Omission> omissions = new ArrayList<>();
        for (int i = 10; i < 31; i++) {
            omissions.add(omission("x" + i, Omission.Reason.UNREADABLE));
        }
        find(true, WHOLE, Map.of(), omissions);
        assertThat(messages(Result.WARNING))
                .singleElement()
                .asString()
                .contains("21 files", "config/x10", "config/x29 (unreadable) and 1 more")
                .doesNotContain("x30");
    }

    @Test
    void omittedFileWhoseDirectoryIsGoneIsNotKept() throws Exception {
        current("a");
        assertThat(find(false, WHOLE, Map.of(), List.of(omission("a/x", Omission.Reason.UNREADABLE)))
                        .of("config"))
                .isEmpty();
        assertThat(messages(Result.FAIL)).isEmpty();
    }

    @Test
    void socketsAndPipesAreKeptWhereTheirDirectoryIs() throws Exception {
        OmittedFile inside = new OmittedFile("a/pipe", 7);
        OmittedFile lost = new OmittedFile("gone/pipe", 8);
        OmittedFiles kept = find(false, WHOLE, Map.of("config", List.of(inside, lost)), List.of());
        assertThat(kept.of("config")).containsExactly(inside);
        assertThat(messages(Result.WARNING))
                .singleElement()
                .asString()
                .contains("config/gone/pipe")
                .doesNotContain("a/pipe");
        assertThat(messages(Result.FAIL)).isEmpty();
    }

    @Test
    void pipeBelowAKeptDirectoryIsKeptWithIt() throws Exception {
        OmittedFile directory = current("a/kept/file");
        OmittedFiles kept = find(
                false,
                WHOLE,
                Map.of("config", List.of(new OmittedFile("a/kept/pipe", 7), new OmittedFile("a/kept", 8))),
                List.of(omission("a/kept", Omission.Reason.UNREADABLE)));
        assertThat(kept.of("config")).extracting(OmittedFile::path).containsExactly("a/kept");
        assertThat(kept.of("config").get(0).inode())
                .isNotEqualTo(8)
                .isEqualTo((long) Files.getAttribute(root.resolve("a/kept"), "unix:ino"))
                .isNotEqualTo(directory.inode());
    }

    /** Of a part of a section, directories that keep their state may hold kept files, too. */
    @Test
    void keptDirectoryHoldsKeptFiles() throws Exception {
        OmittedFile own = current("a/x");
        OmittedFiles kept = find(false, part("a/x"), Map.of(), List.of(omission("a/x", Omission.Reason.UNREADABLE)));
        assertThat(kept.of("config")).containsExactly(own);
        assertThat(messages(Result.FAIL)).isEmpty();
    }

    @Test
    void filesBeyondTheJournalsLimitAreNotKept() throws Exception {
        Files.createDirectory(root.resolve("a"));
        List<Omission> omissions = new ArrayList<>();
        for (int i = 10_000; i < 20_001; i++) {
            Files.createFile(root.resolve("a/file" + i));
            omissions.add(omission("a/file" + i, Omission.Reason.UNREADABLE));
        }
        assertThat(find(false, WHOLE, Map.of(), omissions).of("config")).hasSize(10_000);
        assertThat(messages(Result.FAIL)).singleElement().asString().contains("config/a/file");
        assertThat(messages(Result.WARNING)).hasSize(1);
        find(true, WHOLE, Map.of(), omissions);
        assertThat(messages(Result.FAIL)).hasSize(1);
        assertThat(messages(Result.WARNING)).hasSize(3);
        find(false, WHOLE, Map.of(), omissions.subList(0, 10_000));
        assertThat(messages(Result.FAIL)).hasSize(1);
    }
}
