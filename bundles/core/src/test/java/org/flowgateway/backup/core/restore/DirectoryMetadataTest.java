package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A section's root gets back all its metadata, and nothing that is equal is set. */
class DirectoryMetadataTest {

    private static final Instant TIME = Instant.parse("2026-02-27T15:46:26.123456789Z");

    @TempDir
    private Path directory;

    private final List<TreeOperation> changes = new ArrayList<>();
    private boolean refused;
    private final FileTrees trees = TestTrees.fileTrees((operation, path) -> {
        if (operation == TreeOperation.SET_ATTRIBUTE) {
            changes.add(operation);
            if (refused) {
                throw new IOException("the test wants it so");
            }
        }
    });

    @BeforeEach
    void resolve() throws IOException {
        directory = Files.createDirectory(directory.toRealPath().resolve("config"));
    }

    private static PosixAcl list(int user) {
        return new PosixAcl(List.of(
                new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.USER, 4711, user),
                new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 5),
                new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, 7),
                new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 0)));
    }

    private DirectoryMetadata metadata(int mode, long owner, Map<String, byte[]> extended) {
        return new DirectoryMetadata(mode, owner, owner, TIME, Optional.of(new ExtendedAttributes(extended)));
    }

    private void assertApplies(DirectoryMetadata metadata) throws IOException {
        try (DirectoryHandle handle = trees.open(directory)) {
            metadata.apply(handle);
            assertThat(DirectoryMetadata.of(handle)).isEqualTo(metadata);
            changes.clear();
            metadata.apply(handle);
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void ownersAreSetOneByOne() throws Exception {
        assumeTrue(trees.userId() == 0, "only root can give a directory away");
        assertApplies(metadata(04755, 4711, Map.of()));
        assertApplies(new DirectoryMetadata(02755, 4711, 4712, TIME, Optional.of(new ExtendedAttributes(Map.of()))));
        assertApplies(new DirectoryMetadata(02755, 4710, 4712, TIME, Optional.of(new ExtendedAttributes(Map.of()))));
    }

    @Test
    void attributesAndListsAreReplaced() throws Exception {
        long own = trees.userId();
        assertApplies(metadata(
                0770,
                own,
                Map.of(
                        "user.a",
                        new byte[] {1},
                        "user.b",
                        new byte[] {2},
                        ExtendedAttributes.ACCESS_ACL,
                        list(4).toBytes(),
                        ExtendedAttributes.DEFAULT_ACL,
                        list(5).toBytes())));
        assertApplies(metadata(
                0770,
                own,
                Map.of(
                        "user.a",
                        new byte[] {3},
                        "user.c",
                        new byte[] {4},
                        ExtendedAttributes.ACCESS_ACL,
                        list(6).toBytes())));
        assertApplies(metadata(0751, own, Map.of()));
    }

    @Test
    void unknownAttributesAreLeftAlone() throws Exception {
        assertApplies(metadata(0700, trees.userId(), Map.of("user.a", new byte[] {1})));
        try (DirectoryHandle handle = trees.open(directory)) {
            new DirectoryMetadata(0750, trees.userId(), trees.groupId(), TIME, Optional.empty()).apply(handle);
            assertThat(DirectoryMetadata.of(handle))
                    .isEqualTo(metadata(0750, trees.userId(), Map.of("user.a", new byte[] {1})));
        }
    }

    private void apply(Map<String, byte[]> extended) throws IOException {
        try (DirectoryHandle handle = trees.open(directory)) {
            DirectoryMetadata current = DirectoryMetadata.of(handle);
            refused = true;
            new DirectoryMetadata(
                            current.mode(),
                            current.uid(),
                            current.gid(),
                            current.modified(),
                            Optional.of(new ExtendedAttributes(extended)))
                    .apply(handle);
        }
    }

    @Test
    void listThatCannotBeSetIsAFailure() {
        for (String name : List.of(ExtendedAttributes.ACCESS_ACL, ExtendedAttributes.DEFAULT_ACL)) {
            assertThatThrownBy(() -> apply(Map.of(name, list(4).toBytes()))).hasMessage("the test wants it so");
            refused = false;
        }
    }

    @Test
    void otherAttributeThatCannotBeSetIsNoFailure() throws Exception {
        apply(Map.of("user.a", new byte[] {1}));
        assertThat(changes).hasSize(1);
    }

    @Test
    void listOfAModeHasItsPermissions() {
        assertThat(DirectoryMetadata.listOf(07642))
                .isEqualTo(new PosixAcl(List.of(
                        new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 6),
                        new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 4),
                        new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 2))));
    }

    @Test
    void textIsReadAsItWasWritten() {
        for (DirectoryMetadata metadata : List.of(
                metadata(01755, 4_000_000_000L, Map.of()),
                metadata(0, 0, Map.of("user.a b", new byte[] {0, -1}, "user.\u00fc", new byte[0])),
                new DirectoryMetadata(0700, 1, 2, TIME, Optional.empty()))) {
            assertThat(DirectoryMetadata.parse(metadata.format())).isEqualTo(metadata);
        }
        assertThatThrownBy(() -> DirectoryMetadata.parse("755 0 0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[755 0 0]");
    }
}
