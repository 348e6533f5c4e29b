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
 * Durable list of trees that committed restores could not delete, such as an old state with an immutable file. Each next restore, and each start
 * of the gateway, tries again. One thread at a time.
 */
final class UndeletedTrees {

    private static final Logger LOG = LoggerFactory.getLogger(UndeletedTrees.class);

    private final Path file;
    private final FileTrees trees;

    /** @param file where the list is kept; there is none while it is empty */
    UndeletedTrees(Path file, FileTrees trees) {
        this.file = file;
        this.trees = trees;
    }

    /** The list beside a restore journal. */
    static UndeletedTrees beside(Path journalFile, FileTrees trees) {
        return new UndeletedTrees(journalFile.resolveSibling("restore.undeleted"), trees);
    }

    /**
     * A tree to be deleted.
     *
     * @param path its absolute path
     * @param inode its number, so that nothing else under that name is deleted
     */
    record Tree(Path path, long inode) {}

    void add(List<Tree> more) throws IOException {
        if (!more.isEmpty()) {
            Set<Tree> all = new LinkedHashSet<>(read());
            all.addAll(more);
            write(List.copyOf(all));
        }
    }

    /** Deletes what can be deleted by now. What cannot stays on the list; the restore at hand does not depend on it. */
    void retry() {
        try {
            List<Tree> before = read();
            List<Tree> left = new ArrayList<>();
            for (Tree tree : before) {
                if (!delete(tree)) {
                    left.add(tree);
                }
            }
            if (left.size() < before.size()) {
                write(left);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "What earlier restores left beside the gateway's tree cannot be tidied: {} cannot be read or written",
                    file,
                    e);
        }
    }

    /** @return {@code false} if it is to be tried again */
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
                | Error e) { // Whatever it is, it must keep neither a restore nor a start from going on.
            LOG.warn("{} is left of an earlier restore and still cannot be deleted", tree.path(), e);
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
