package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.core.TestMount;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.UncalledSection;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.SystemAccounts;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All metadata of a file are restored, and at no time is there more access than before. */
class RestoredMetadataTest {

    private static final FileTrees TREES = TestTrees.fileTrees(TreeHook.NONE);
    private static final Acl DAEMON_READS = new Acl(List.of(
            AclEntry.of(Tag.USER_OBJ, 6),
            new AclEntry(Tag.USER, 4711, "daemon", 4),
            AclEntry.of(Tag.GROUP_OBJ, 0),
            AclEntry.of(Tag.MASK, 4),
            AclEntry.of(Tag.OTHER, 0)));
    private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    private Path directory;

    private Path root;
    private RestoreTransaction transaction;
    private final MetadataWriter attributes =
            new MetadataWriter(new OwnerMapping(new SystemAccounts()), TREES.userId() == 0);

    @BeforeEach
    void createRoot() throws IOException {
        directory = directory.toRealPath();
        root = directory.resolve("gateway/config");
        Files.createDirectories(root);
    }

    @AfterEach
    void close() throws IOException {
        if (transaction != null) {
            transaction.rollBack();
            transaction.close();
        }
    }

    private StagedSection stage(boolean setId) throws IOException {
        transaction =
                RestoreTransaction.begin(directory.resolve("restore.journal"), "restore-000001", List.of(root), TREES);
        return new StagedSection(
                UncalledSection.config(root, setId), transaction.staging(root), transaction.staged(root), attributes);
    }

    private static Entry file(String path, int mode, ExtendedMetadata extended) {
        return new Entry(
                "config",
                path,
                Entry.Type.FILE,
                mode,
                TREES.userId(),
                TREES.groupId(),
                "",
                "",
                1,
                Timestamp.of(Instant.EPOCH),
                "",
                extended);
    }

    private static Entry entry(String path, Entry.Type type, int mode, long size, Instant time, String linkTarget) {
        return new Entry("config", path, type, mode, TREES.userId(), TREES.groupId(), "", "", size, time, linkTarget);
    }

    private static void unpack(StagedSection section, Entry entry) throws IOException {
        section.unpack(
                new MemberToRestore(entry, entry.memberName(), 0, 0, 1, ""), new ByteArrayInputStream(new byte[] {7}));
    }

    private static DirectoryHandle handle(StagedSection section) {
        return section.directory();
    }

    /** Only root may give files to groups that it is not in. */
    @Test
    void stagedFilesInheritNoGroupAndNoDefaultList() throws Exception {
        assumeTrue(TREES.userId() == 0, "only root can give a directory away");
        Path above = root.getParent();
        Files.setAttribute(above, "unix:gid", 4242);
        Files.setAttribute(above, "unix:mode", 02775);
        PosixAcl everybody = new PosixAcl(List.of(
                new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.USER, 1, 7),
                new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 7)));
        try (DirectoryHandle handle = TREES.open(above)) {
            handle.setAttribute(ExtendedAttributes.DEFAULT_ACL, everybody.toBytes());
        }
        StagedSection section = stage(false);
        unpack(section, file("d/f", 0640, ExtendedMetadata.NONE));
        section.complete(
                new Entry("config", "d", Entry.Type.DIRECTORY, 0750, 0, 0, "", "", 0, Instant.EPOCH, ""), false);
        section.complete(
                new Entry("config", "", Entry.Type.DIRECTORY, 0755, 0, 0, "", "", 0, Instant.EPOCH, ""), false);
        section.finish();
        for (String path : List.of("", "d", "d/f")) {
            FileState state = handle(section).state(path);
            assertThat(state.gid()).as(path).isZero();
            assertThat(state.permissions()).as(path).isEqualTo(path.isEmpty() ? 0755 : path.equals("d") ? 0750 : 0640);
            assertThat(handle(section).attributes(path).values()).as(path).isEmpty();
        }
    }

    @Test
    void restoresAccessControlListsByNameWithTheMode() throws Exception {
        StagedSection section = stage(false);
        unpack(section, file("f", 0640, new ExtendedMetadata(DAEMON_READS, Acl.NONE, List.of())));
        long daemon = new SystemAccounts().userNumber("daemon").orElseThrow();
        assertThat(PosixAcl.parse(handle(section).attributes("f").values().get(ExtendedAttributes.ACCESS_ACL))
                        .entries())
                .contains(
                        new PosixAcl.Entry(PosixAcl.Tag.USER, daemon, 4),
                        new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 0));
        assertThat(handle(section).state("f").permissions()).isEqualTo(0640);
        assertThat(attributes.warnings()).isEmpty();
    }

    /** The mask of a list is no right of the owning group. */
    @Test
    void fileSystemWithoutListsGrantsNoMoreAccess() throws Exception {
        try (TestMount mount = TestMount.mount(directory.resolve("mount"), "-t", "ramfs", "ramfs")) {
            root = Files.createDirectories(mount.point().resolve("config"));
            StagedSection section = stage(true);
            unpack(
                    section,
                    file("f", 0640, ExtendedMetadata.of(DAEMON_READS, Acl.NONE, Map.of("user.comment", new byte[] {1
                    }))));
            assertThat(handle(section).state("f").permissions()).isEqualTo(0600);
            for (int i = 0; i < 25; i++) {
                unpack(
                        section,
                        file("g" + i, 0644, ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("user.comment", new byte[] {1
                        }))));
            }
            assertThat(attributes.warnings())
                    .singleElement()
                    .asString()
                    .contains("of 26 files could not be set", "config/f, config/g0", "config/g18 and 6 more");
            close();
            transaction = null;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "770, 0, 7, 7, 0, 700",
        "750, 5, 5, 5, 0, 750",
        "775, 0, 7, 7, 5, 700",
        "774, 4, 6, 7, 4, 744",
        "744, 7, 7, 4, 4, 744",
        "4755, 5, 5, 5, 5, 4755"
    })
    void modeWithoutItsListGrantsNoMoreAccess(String mode, int user, int group, int mask, int other, String expected) {
        Acl acl = new Acl(List.of(
                AclEntry.of(Tag.USER_OBJ, 7),
                new AclEntry(Tag.USER, 5, "", user),
                AclEntry.of(Tag.GROUP_OBJ, group),
                AclEntry.of(Tag.MASK, mask),
                AclEntry.of(Tag.OTHER, other)));
        assertThat(MetadataWriter.withoutList(Integer.parseInt(mode, 8), acl)).isEqualTo(Integer.parseInt(expected, 8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restoresCapabilitiesLikeSetIdBits(boolean allowed) throws Exception {
        assumeTrue(TREES.userId() == 0, "only root can set a capability");
        StagedSection section = stage(allowed);
        Entry entry = file(
                "f", 0755, ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of(ExtendedAttributes.CAPABILITY, CAPABILITY)));
        unpack(section, entry);
        Entry kept = file("kept", 04755, entry.extended());
        section.unpackUnselected(
                new MemberToRestore(kept, kept.memberName(), 0, 0, 1, ""), new ByteArrayInputStream(new byte[] {7}));
        assertThat(handle(section).attributes("f").values().containsKey(ExtendedAttributes.CAPABILITY))
                .isEqualTo(allowed);
        assertThat(attributes.setIdsDropped()).isEqualTo(allowed ? 0 : 1);
        assertThat(handle(section).attributes("kept").values()).containsKey(ExtendedAttributes.CAPABILITY);
        assertThat(handle(section).state("kept").permissions()).isEqualTo(04755);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/", "a//b", "./a", "a/.", "..", "/", "//", "a b\n☂", "../../../x/"})
    void restoresLinkTargetsByteForByte(String text) throws Exception {
        StagedSection section = stage(false);
        Instant time = Instant.parse("1969-12-31T23:59:59.999999999Z");
        section.complete(entry("link", Entry.Type.SYMLINK, 0777, 0, time, text), false);
        section.finish();
        assertThat(handle(section).readLink("link")).isEqualTo(text);
        assertThat(handle(section).state("link").modified()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999999999Z",
                "1910-01-01T00:00:00.000000001Z",
                "2300-06-01T12:00:00.123456789Z",
                "1970-01-01T00:00:00Z"
            })
    void restoresTimesToTheNanosecond(String text) throws Exception {
        StagedSection section = stage(false);
        Instant time = Instant.parse(text);
        Entry entry = entry("d/f", Entry.Type.FILE, 0600, 1, time, "");
        unpack(section, entry);
        section.complete(entry("d", Entry.Type.DIRECTORY, 0700, 0, time, ""), false);
        section.finish();
        assertThat(handle(section).state("d/f").modified()).isEqualTo(time);
        assertThat(handle(section).state("d").modified()).isEqualTo(time);
    }

    /** Parts are unpacked in any order, and may consist of zeros only. */
    @Test
    void keepsSparseFilesSparse() throws Exception {
        StagedSection section = stage(false);
        int part = 1 << 20;
        Entry entry = entry("f", Entry.Type.FILE, 0600, 3L * part, Instant.EPOCH, "");
        byte[] data = new byte[part];
        Arrays.fill(data, 0, 10, (byte) 7);
        section.unpack(
                new MemberToRestore(entry, "", 3, 2L * part, part, ""), new ByteArrayInputStream(new byte[part]));
        section.unpack(new MemberToRestore(entry, "", 2, part, part, ""), new ByteArrayInputStream(data));
        section.unpack(new MemberToRestore(entry, "", 1, 0, part, ""), new ByteArrayInputStream(new byte[part]));
        section.complete(entry, true);
        FileState state = handle(section).state("f");
        assertThat(state.size()).isEqualTo(3L * part);
        assertThat(state.allocated()).isLessThanOrEqualTo(1 << 16);
        Entry zeros = entry("zeros", Entry.Type.FILE, 0600, part, Instant.EPOCH, "");
        section.unpack(new MemberToRestore(zeros, "", 0, 0, part, ""), new ByteArrayInputStream(new byte[part]));
        assertThat(handle(section).state("zeros").size()).isEqualTo(part);
        assertThat(handle(section).state("zeros").allocated()).isZero();
    }

    @Test
    @org.junit.jupiter.api.Tag("slow")
    void restoresAndDropsATreeOf1950Levels() throws Exception {
        StagedSection section = stage(false);
        String path = "d/".repeat(1949) + "d";
        Entry entry = entry(path + "/f", Entry.Type.FILE, 0600, 1, Instant.EPOCH, "");
        unpack(section, entry);
        section.complete(entry(path, Entry.Type.DIRECTORY, 0700, 0, Instant.EPOCH, ""), false);
        section.finish();
        assertThat(handle(section).state(path + "/f").size()).isEqualTo(1);
        transaction.swap();
        transaction.commit();
        transaction.dropPrevious();
        transaction.close();
        transaction =
                RestoreTransaction.begin(directory.resolve("restore.journal"), "restore-000002", List.of(root), TREES);
        transaction.swap();
        transaction.commit();
        transaction.dropPrevious();
        transaction.close();
        transaction = null;
        assertThat(root).isEmptyDirectory();
        assertThat(root.getParent().toFile().list()).containsExactly("config");
    }
}
