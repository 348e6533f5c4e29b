package org.flowgateway.backup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flowgateway.backup.core.TestTrees;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A later name is a link to a stored file only if that is certain: the numbers of a deleted file are soon reused. */
class HardLinkNamesTest {

    @TempDir
    private Path directory;

    private DirectoryHandle handle;
    private SectionTree tree;
    private final HardLinkNames links = new HardLinkNames();

    @BeforeEach
    void open() throws Exception {
        handle = TestTrees.fileTrees(TreeHook.NONE).open(directory.toRealPath());
        tree = new SectionTree(null, new SectionDescriptor("config", "config", true, false, 1), directory, handle);
        Files.writeString(directory.resolve("first"), "content");
        Files.createLink(directory.resolve("second"), directory.resolve("first"));
    }

    @AfterEach
    void close() {
        handle.close();
    }

    private SectionFile file(String path) throws Exception {
        return new SectionFile(tree, path, handle.state(path), null);
    }

    @Test
    void furtherNameOfTheSameFileIsALink() throws Exception {
        assertThat(links.firstName(file("first"))).isEmpty();
        links.addStored(file("first"));
        assertThat(links.firstName(file("second"))).contains("first");
        links.clear();
        assertThat(links.firstName(file("second"))).isEmpty();
    }

    @Test
    void lateNameThatPrecedesInAWalkIsAFileOfItsOwn() throws Exception {
        links.addStored(file("second"));
        assertThat(links.firstName(file("first"))).isEmpty();
    }

    static Stream<UnaryOperator<FileState>> others() {
        return Stream.of(
                state -> different(state, 04000, 0, 0, 0, 0, 0),
                state -> different(state, 0, 1, 0, 0, 0, 0),
                state -> different(state, 0, 0, 1, 0, 0, 0),
                state -> different(state, 0, 0, 0, 1, 0, 0),
                state -> different(state, 0, 0, 0, 0, 1, 0),
                state -> different(state, 0, 0, 0, 0, 0, 1));
    }

    private static FileState different(
            FileState state, int modeBits, int uid, int gid, int size, int modifiedNanos, int changedNanos) {
        return new FileState(
                state.mode() | modeBits,
                state.device(),
                state.inode(),
                state.links(),
                state.uid() + uid,
                state.gid() + gid,
                state.size() + size,
                state.allocated(),
                state.modified().plusNanos(modifiedNanos),
                state.changed().plusNanos(changedNanos),
                state.flags());
    }

    @ParameterizedTest
    @MethodSource("others")
    void fileWithReusedNumbersIsAFileOfItsOwn(UnaryOperator<FileState> other) throws Exception {
        links.addStored(file("first"));
        SectionFile second = file("second");
        assertThat(links.firstName(second.with(other.apply(second.state())))).isEmpty();
    }

    @Test
    void fileWhoseFirstNameVanishedIsAFileOfItsOwn() throws Exception {
        Files.createLink(directory.resolve("third"), directory.resolve("first"));
        SectionFile first = file("first");
        SectionFile second = file("second");
        links.addStored(first);
        Files.delete(directory.resolve("first"));
        assertThat(links.firstName(second)).isEmpty();
        Files.writeString(directory.resolve("first"), "another");
        assertThat(links.firstName(second)).isEmpty();
    }
}
