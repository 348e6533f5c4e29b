package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole directory trees. */
final class Trees {

    private static final Logger LOG = LoggerFactory.getLogger(Trees.class);
    /** Deletions at a time: file systems make them wait much longer than they take. */
    private static final int DELETIONS = 8;
    /** Paths that one thread deletes in a row. */
    private static final int PART = 16;

    private Trees() {
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Deletes a tree, if it is there, without following symbolic links. Directories that nobody may write to are deleted as well.
     *
     * @throws IOException as the first file that cannot be deleted; much of the rest may be gone
     */
    static void delete(Path tree) throws IOException {
        if (!exists(tree)) {
            return;
        }
        ForkJoinPool threads = new ForkJoinPool(DELETIONS);
        try {
            threads.invoke(new Deletion(List.of(tree)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            end(threads);
        }
    }

    /** Deletes trees and files that lie in one directory. */
    private static final class Deletion extends RecursiveAction {

        private static final long serialVersionUID = 1L;

        private final transient List<Path> paths;

        Deletion(List<Path> paths) {
            this.paths = paths;
        }

        @Override
        protected void compute() {
            try {
                for (Path path : paths) {
                    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        makeWritable(path);
                        invokeAll(below(path));
                    }
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<Deletion> below(Path directory) throws IOException {
            List<Path> children = children(directory);
            List<Deletion> parts = new ArrayList<>();
            for (int from = 0; from < children.size(); from += PART) {
                parts.add(new Deletion(children.subList(from, Math.min(from + PART, children.size()))));
            }
            return parts;
        }
    }

    /** After a failure, what was begun elsewhere in the tree is let finish, so that nothing is deleted behind the caller's back. */
    private static void end(ForkJoinPool threads) {
        threads.shutdown();
        while (!threads.awaitQuiescence(1, TimeUnit.MINUTES)) {
            LOG.warn("Files are still being deleted");
        }
    }

    /** What lies in a directory, in no order. */
    static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    /** Moves a file or directory within its file system, in one step; it is on disk only when both directories are synced. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets the gateway's user read and change what lies in a directory, as far as it may decide that. */
    static void makeWritable(Path directory) throws IOException {
        if (!Files.isReadable(directory) || !Files.isWritable(directory) || !Files.isExecutable(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
