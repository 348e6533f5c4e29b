package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedAttribute;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.core.tree.MetadataReader;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.SystemAccounts;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of a file's metadata is in a backup, and a plan sees what of it differs. */
class ExtendedMetadataTest {

    private static final PosixAcl ACL = new PosixAcl(List.of(
            new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 6),
            new PosixAcl.Entry(PosixAcl.Tag.USER, 1, 4),
            new PosixAcl.Entry(PosixAcl.Tag.USER, 3_000_000_000L, 6),
            new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 0),
            new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, 6),
            new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 0)));
    /** Capability of a program with {@code cap_net_bind_service=ep} (linux/capability.h, revision 2). */
    private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private DirectoryHandle config;

    @BeforeEach
    void prepare() throws Exception {
        gateway = new TestGateway(directory).workers(1);
        gateway.write("config/file", "content");
        gateway.write("config/empty", "");
        gateway.write("config/large", 9 << 20);
        gateway.write("config/sub/file", "content");
        config = TestTrees.fileTrees(TreeHook.NONE)
                .open(gateway.root.resolve("config").toRealPath());
    }

    @AfterEach
    void stop() {
        config.close();
        gateway.close();
    }

    private void set(String path, String name, byte[] value) throws Exception {
        try (OpenFile file = config.openFile(path)) {
            file.setAttribute(name, value);
        }
    }

    @Test
    void listsAndAttributesAreBackedUp() throws Exception {
        for (String path : List.of("file", "empty", "large")) {
            set(path, ExtendedAttributes.ACCESS_ACL, ACL.toBytes());
            set(path, ExtendedAttributes.CAPABILITY, CAPABILITY);
            set(path, "user.note", "naïve".getBytes(StandardCharsets.UTF_8));
        }
        try (DirectoryHandle sub = config.openDirectory("sub")) {
            sub.setAttribute(ExtendedAttributes.DEFAULT_ACL, ACL.toBytes());
        }
        gateway.start();
        assertThat(gateway.completedBackup().message()).isEmpty();
        Acl expected = new Acl(List.of(
                AclEntry.of(Tag.USER_OBJ, 6),
                new AclEntry(Tag.USER, 1, "daemon", 4),
                new AclEntry(Tag.USER, 3_000_000_000L, "", 6),
                AclEntry.of(Tag.GROUP_OBJ, 0),
                AclEntry.of(Tag.MASK, 6),
                AclEntry.of(Tag.OTHER, 0)));
        Map<String, Entry> entries = TestIndex.of(gateway).entries();
        for (String path : List.of("file", "empty", "large")) {
            Entry entry = entries.get("config/" + path);
            assertThat(entry.extended().acl()).as(path).isEqualTo(expected);
            assertThat(entry.mode()).isEqualTo(0660);
            assertThat(entry.extended().attributes())
                    .containsExactly(
                            new ExtendedAttribute("security.capability", CAPABILITY),
                            new ExtendedAttribute("user.note", "naïve".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(entries.get("config/sub").extended().defaultAcl()).isEqualTo(expected);
        assertThat(entries.get("config/sub/file").extended().isEmpty()).isTrue();
    }

    @Test
    void filesWithAttributesThatFillAPackAreStored() throws Exception {
        byte[] value = new byte[3500]; // Less than the block in which some file systems keep them.
        for (int i = 0; i < 500; i++) {
            gateway.write("config/many/" + i, 2000);
            set("many/" + i, "user.value", value);
        }
        gateway.packs(1 << 20).start();
        assertThat(gateway.completedBackup().message()).isEmpty();
        Map<String, Entry> entries = TestIndex.of(gateway).entries();
        for (int i = 0; i < 500; i++) {
            assertThat(entries.get("config/many/" + i).extended().attributes())
                    .containsExactly(new ExtendedAttribute("user.value", value));
        }
    }

    @Test
    void planDetectsAddedListsAndAttributes() throws Exception {
        gateway.start();
        gateway.completedBackup();
        FileTime time = Files.getLastModifiedTime(gateway.root.resolve("config/file"));
        set("file", "user.note", new byte[] {1});
        set("empty", ExtendedAttributes.ACCESS_ACL, ACL.toBytes());
        Files.setLastModifiedTime(gateway.root.resolve("config/file"), time);
        assertThat(RestorePlanTest.changes(gateway.plan(RestoreSelection.everything())))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "config/file",
                        "CHANGED FILE 7 7 [ATTRIBUTES]",
                        "config/empty",
                        "CHANGED FILE 0 0 [MODE, ATTRIBUTES]"));
    }

    @Test
    void planFindsNoDifferenceInUnchangedFiles() throws Exception {
        set("file", ExtendedAttributes.ACCESS_ACL, ACL.toBytes());
        set("file", "user.note", new byte[] {1});
        Files.createSymbolicLink(gateway.root.resolve("config/link"), Path.of("a/b"));
        config.createSymlink("odd", "//a//b/");
        config.setModified("odd", java.time.Instant.parse("1969-12-31T23:59:59.999999999Z"));
        config.setModified("file", java.time.Instant.parse("1969-12-31T23:59:59.999999999Z"));
        config.setOwner("file", 4_000_000_000L, 4_000_000_001L);
        gateway.start();
        gateway.completedBackup();
        Entry file = TestIndex.of(gateway).entries().get("config/file");
        assertThat(file.modified()).isEqualTo(new Timestamp(-1, 999_999_999));
        assertThat(file.uid()).isEqualTo(4_000_000_000L);
        assertThat(TestIndex.of(gateway).entries().get("config/odd").linkTarget())
                .isEqualTo("//a//b/");
        assertThat(RestorePlanTest.changes(gateway.plan(RestoreSelection.everything())))
                .isEmpty();
        config.deleteFile("odd");
        config.createSymlink("odd", "/a/b");
        config.setModified("odd", java.time.Instant.parse("1969-12-31T23:59:59.999999999Z"));
        assertThat(RestorePlanTest.changes(gateway.plan(RestoreSelection.everything())))
                .containsEntry("config/odd", "CHANGED SYMLINK 0 0 [LINK]");
    }

    @Test
    void attributesBeyondTheFormatAreRecordedAsOmissions() throws Exception {
        set("file", "user.\uDCFF", new byte[] {1});
        set("file", "user.good", new byte[] {2});
        gateway.start();
        assertThat(gateway.completedBackup().message())
                .contains("Attributes or access control lists of config/file are not in this backup");
        TestIndex index = TestIndex.of(gateway);
        assertThat(index.entries().get("config/file").extended().attributes())
                .containsExactly(new ExtendedAttribute("user.good", new byte[] {2}));
        assertThat(index.omissions()).containsExactly(Map.entry("config/file", Omission.Reason.ATTRIBUTES));
    }

    @Test
    void attributesOfAReplacedFileAreNotRead() throws Exception {
        set("file", "user.note", new byte[] {1});
        set("empty", "user.note", new byte[] {2});
        Path root = gateway.root.resolve("config").toRealPath();
        try (SectionTree tree = SectionTree.open(gateway.section("config"), root, TestTrees.fileTrees(TreeHook.NONE))) {
            SectionFile file = new SectionFile(tree, "file", config.state("empty"), null);
            assertThat(new MetadataReader(new SystemAccounts()).read(file).lost())
                    .contains("was replaced while");
        }
    }

    @Test
    void planReportsOwnersWithoutAccount() throws Exception {
        gateway.start();
        gateway.completedBackup();
        assertThat(gateway.plan(RestoreSelection.everything()).checks())
                .anySatisfy(check -> assertThat(check.toString())
                        .contains("owners", "OK", "All owners have an account of the same name and number here"));
    }
}
