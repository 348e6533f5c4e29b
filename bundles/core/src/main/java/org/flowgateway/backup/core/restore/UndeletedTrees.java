package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.flowgateway.backup.core.file.DurableFiles;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.TreeDeletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable list of trees that committed restores could not delete, such as a previous state with an immutable file. The next restore, and
 * each start of the gateway, tries again. One thread at a time.
 */
final class UndeletedTrees {

    private static final Logger LOG = LoggerFactory.getLogger(UndeletedTrees.class);

    private final Path file;
    private final FileTrees trees;

    /** @param file holds the list; absent while it is empty */
    UndeletedTrees(Path file, FileTrees trees) {
        this.file = file;
        this.trees = trees;
    }

    /** Returns the list beside a restore journal. */
    static UndeletedTrees beside(Path journalFile, FileTrees trees) {
        return new UndeletedTrees(journalFile.resolveSibling("restore.undeleted"), trees);
    }

    /**
     * Tree to delete.
     *
     * @param path its absolute path
     * @param inode its number, so that no other tree of that name is deleted
     */
    record Tree(Path path, long inode) {}

    void add(List<Tree> added) throws IOException {
        if (!added.isEmpty()) {
            Set<Tree> all = new LinkedHashSet<>(read());
            all.addAll(added);
            write(List.copyOf(all));
        }
    }

    /** Deletes the trees that can be deleted now. Others stay on the list; the restore in progress does not depend on it. */
    void retry() {
        try {
            List<Tree> before = read();
            List<Tree> remaining = new ArrayList<>();
            for (Tree tree : before) {
                if (!delete(tree)) {
                    remaining.add(tree);
                }
            }
            if (remaining.size() < before.size()) {
                write(remaining);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "The trees that earlier restores left beside the gateway's tree cannot be deleted: {} cannot be read or written",
                    file,
                    e);
        }
    }

    /** @return {@code false} if another try is needed */
    private boolean delete(Tree tree) {
        try (DirectoryHandle above = trees.open(tree.path().getParent())) {
            String name = tree.path().getFileName().toString();
            Optional<FileState> found = above.find(name);
            if (found.isPresent() && found.get().inode() == tree.inode()) {
                if (found.get().isDirectory()) {
                    TreeDeletion.delete(above, name, found.get());
                } else {
                    above.deleteFile(name);
                }
                LOG.info("{}, which an earlier restore could not delete, is deleted", tree.path());
            }
            return true;
        } catch (IOException
                | RuntimeException
                | Error e) { // No failure here may stop a restore or a start of the gateway.
            LOG.warn("{}, which an earlier restore left, still cannot be deleted", tree.path(), e);
            return false;
        }
    }

    private List<Tree> read() throws IOException {
        List<Tree> all = new ArrayList<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            for (int i = 0; properties.containsKey(i + ".path"); i++) {
                all.add(new Tree(
                        Path.of(SwapRecordFormat.value(properties, i + ".path")),
                        Long.parseUnsignedLong(SwapRecordFormat.value(properties, i + ".inode"))));
            }
        }
        return all;
    }

    private void write(List<Tree> all) throws IOException {
        if (all.isEmpty()) {
            DurableFiles.delete(file);
            return;
        }
        Properties properties = new Properties();
        for (int i = 0; i < all.size(); i++) {
            properties.setProperty(i + ".path", all.get(i).path().toString());
            properties.setProperty(
                    i + ".inode", Long.toUnsignedString(all.get(i).inode()));
        }
        StringWriter text = new StringWriter();
        properties.store(text, null);
        DurableFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
