package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.OpenFile;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata are set on the file, directory or link itself. Only root may give files away. */
class MetadataTargetTest {

    private static final FileTrees TREES = TestTrees.fileTrees(TreeHook.NONE);
    private static final byte[] VALUE = {1, 2};

    @TempDir
    private Path directory;

    private DirectoryHandle handle;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(TREES.userId() == 0, "only root can give files away");
        Files.createFile(directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        handle = TREES.open(directory.toRealPath());
    }

    @AfterEach
    void close() {
        if (handle != null) {
            handle.close();
        }
    }

    private void assertOwnerAndTime(String name) throws IOException {
        FileState state = handle.state(name);
        assertThat(state.uid()).isEqualTo(4711);
        assertThat(state.gid()).isEqualTo(4712);
        assertThat(state.modified()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void fileGetsItsMetadata() throws Exception {
        try (OpenFile file = handle.openToWrite("file")) {
            MetadataTarget target = MetadataTarget.of(file);
            target.setOwner(4711, 4712);
            target.setMode(0604);
            target.setAttribute("user.comment", VALUE);
            target.setModified(Instant.EPOCH);
            assertThat(target.attributes().values().get("user.comment")).isEqualTo(VALUE);
        }
        assertOwnerAndTime("file");
        assertThat(handle.state("file").permissions()).isEqualTo(0604);
    }

    @Test
    void directoryGetsItsMetadata() throws Exception {
        MetadataTarget target = MetadataTarget.of(handle);
        target.setOwner(4711, 4712);
        target.setMode(0705);
        target.setAttribute("user.comment", VALUE);
        target.setModified(Instant.EPOCH);
        assertThat(target.attributes().values().get("user.comment")).isEqualTo(VALUE);
        assertOwnerAndTime("");
        assertThat(handle.state().permissions()).isEqualTo(0705);
    }

    @Test
    void linkGetsItsMetadata() throws Exception {
        MetadataTarget target = MetadataTarget.ofLink(handle, "link");
        target.setOwner(4711, 4712);
        target.setAttribute("trusted.comment", VALUE);
        target.setModified(Instant.EPOCH);
        assertOwnerAndTime("link");
        assertThat(target.attributes().values().get("trusted.comment")).isEqualTo(VALUE);
        assertThat(handle.attributes("").values()).isEmpty();
        assertThat(Files.getAttribute(directory.resolve("file"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(0);
    }
}
