package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.StagingNames;
import org.flowgateway.backup.core.job.JobFailedException;

/**
 * Goes through a section's tree in the order of names, a directory before what is in it. It holds the names of the directories it is in,
 * never the whole tree. One thread at a time.
 */
public final class TreeWalk {

    private final SectionTree tree;
    private final ReadTrouble trouble;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private final Deque<String> paths = new ArrayDeque<>();

    /** @param trouble is told what cannot be read, and then passed over */
    public TreeWalk(SectionTree tree, ReadTrouble trouble) {
        this.tree = tree;
        this.trouble = trouble;
        open.push(List.of(tree.root()).iterator());
        paths.push("");
    }

    /**
     * The next file, directory, link or other thing.
     *
     * @return empty at the end of the tree
     * @throws JobFailedException if something cannot be read and may not be passed over
     */
    public Optional<FoundFile> next() throws JobFailedException {
        while (!open.isEmpty()) {
            if (!open.peek().hasNext()) {
                open.pop();
                paths.pop();
                continue;
            }
            Path file = open.peek().next();
            Optional<FoundFile> found = look(file);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What is walked through. */
    public SectionTree tree() {
        return tree;
    }

    /** Whether nothing is left, without a look at what is. */
    public boolean isAtEnd() {
        return open.stream().noneMatch(Iterator::hasNext);
    }

    /** Leaves the directory that was given last: what is in it is passed over. */
    public void leave() {
        open.pop();
        paths.pop();
    }

    private Optional<FoundFile> look(Path file) throws JobFailedException {
        boolean root = file.equals(tree.root());
        String path = root ? "" : paths.peek() + file.getFileName();
        String shown = tree.section().id() + (root ? "" : "/" + path);
        if (!root && !FileNames.isText(file.getFileName())) {
            trouble.report(tree.section(), shown, "its name is not UTF-8 text: rename it");
            return Optional.empty();
        }
        try {
            FoundFile found = new FoundFile(tree, file, path, FileState.of(file));
            if (found.state().isDirectory()) {
                List<Path> children = children(file);
                if (root) { // What a restore keeps hidden there, or left there, is nothing of the gateway's.
                    children.removeIf(child -> StagingNames.isOne(file, child));
                }
                open.push(children.iterator());
                paths.push(root ? "" : path + "/");
            }
            return Optional.of(found);
        } catch (IOException e) {
            trouble.report(tree.section(), shown, IoMessages.explain(e));
            return Optional.empty();
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        // A set: while names are changed, a file system may list one twice, and an index has each once.
        Set<Path> children = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ArrayList<>(children);
    }
}
