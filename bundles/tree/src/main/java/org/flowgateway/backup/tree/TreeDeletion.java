package org.flowgateway.backup.tree;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletion of a whole tree, of any depth. Several threads take part, since a deletion mostly waits for the file system. Directories without
 * write permission for their owner are deleted too.
 */
public final class TreeDeletion {

    private static final int THREADS = 8;
    /** Names that one thread deletes in a row. */
    private static final int BATCH = 32;
    /** Maximum number of passes over a directory that another process writes to; then it is left. */
    private static final int MAX_PASSES = 16;

    private static final int OWNER_ONLY = 0700;

    private final DirectoryHandle root;
    private final ForkJoinPool threads;
    private final AtomicLong running = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private TreeDeletion(DirectoryHandle root, ForkJoinPool threads) {
        this.root = root;
        this.threads = threads;
    }

    /**
     * Deletes a name and, if it is a directory, everything below it. A missing name is no failure.
     *
     * @param parent directory of the name
     * @throws IOException for the first file that cannot be deleted; much of the rest may be deleted. Nothing is deleted after it is thrown
     */
    public static void delete(DirectoryHandle parent, String name) throws IOException {
        try {
            parent.deleteFile(name);
            return;
        } catch (NoSuchFileException e) {
            return;
        } catch (FileSystemException e) {
            Optional<FileState> directory = parent.find(name).filter(FileState::isDirectory);
            if (directory.isEmpty()) {
                throw e;
            }
            delete(parent, name, directory.get());
        }
    }

    /**
     * Deletes a directory whose state is known, with everything below it. Nothing is deleted of another directory that gets its name meanwhile.
     *
     * @param parent directory of the name
     * @param expected known state of the directory
     * @throws FileReplacedException if the name is another file's by now
     * @throws IOException as {@link #delete(DirectoryHandle, String)}
     */
    public static void delete(DirectoryHandle parent, String name, FileState expected) throws IOException {
        for (int pass = 1; ; pass++) {
            try (DirectoryHandle directory = open(parent, name, expected)) {
                empty(directory);
                if (!parent.state(name).isSameFile(expected)) {
                    throw new FileReplacedException(parent.displayPath(name));
                }
                parent.deleteDirectory(name);
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (DirectoryNotEmptyException e) {
                if (pass == MAX_PASSES) {
                    throw e;
                }
            }
        }
    }

    private static DirectoryHandle open(DirectoryHandle parent, String name, FileState expected) throws IOException {
        try {
            return parent.openDirectory(name, expected);
        } catch (AccessDeniedException e) {
            parent.setMode(name, OWNER_ONLY);
            return parent.openDirectory(name, expected);
        }
    }

    /** Deletes everything in a directory, wherever it was moved to, and leaves the directory itself. */
    public static void empty(DirectoryHandle directory) throws IOException {
        ForkJoinPool threads = new ForkJoinPool(THREADS);
        try {
            new TreeDeletion(directory, threads).run();
        } finally {
            threads.shutdown();
        }
    }

    private void run() throws IOException {
        submit(new Node(null, "")::empty);
        awaitEnd();
        Throwable thrown = failure.get();
        if (thrown instanceof IOException known) {
            throw known;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unexpected) {
            throw unexpected;
        }
    }

    /**
     * Waits for the end of all tasks. Nothing may be deleted after the return, so an interrupt is deferred: the tasks end soon after a failure.
     */
    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /** Runs a task on another thread, after a failure too: tasks of one directory share its handle, and the last one closes it. */
    private void submit(Task task) {
        running.incrementAndGet();
        threads.execute(() -> {
            try {
                task.run();
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                if (running.decrementAndGet() == 0) { // A task submits its successors before it ends.
                    ended.countDown();
                }
            }
        });
    }

    /** Directory to delete. It is open only while its files are deleted. */
    private final class Node {

        private final Node parent;
        private final String path;
        private final ConcurrentLinkedQueue<String> directories = new ConcurrentLinkedQueue<>();
        private final AtomicInteger left = new AtomicInteger();
        private int passes;

        Node(Node parent, String path) {
            this.parent = parent;
            this.path = path;
        }

        void empty() throws IOException {
            if (failure.get() != null) {
                return;
            }
            passes++;
            DirectoryHandle handle;
            List<String> names;
            try {
                handle = open();
                names = names(handle);
            } catch (NoSuchFileException e) {
                gone();
                return;
            }
            List<List<String>> batches = new ArrayList<>();
            for (int from = 0; from < names.size(); from += BATCH) {
                batches.add(names.subList(from, Math.min(from + BATCH, names.size())));
            }
            left.set(batches.size() + 1);
            for (List<String> batch : batches) {
                submit(() -> deleteBatch(handle, batch));
            }
            filesDeleted(handle);
        }

        private void deleteBatch(DirectoryHandle handle, List<String> names) throws IOException {
            try {
                deleteFiles(handle, names);
            } catch (IOException | RuntimeException | Error e) {
                // Recorded before the end of the directory, which would otherwise continue with those below it.
                failure.compareAndSet(null, e);
                throw e;
            } finally {
                filesDeleted(handle);
            }
        }

        private List<String> names(DirectoryHandle handle) throws IOException {
            try {
                return handle.names();
            } catch (IOException | RuntimeException | Error e) {
                handle.close();
                throw e;
            }
        }

        private DirectoryHandle open() throws IOException {
            try {
                return root.openDirectory(path);
            } catch (AccessDeniedException e) {
                root.setMode(path, OWNER_ONLY);
                return root.openDirectory(path);
            }
        }

        private void deleteFiles(DirectoryHandle handle, List<String> names) throws IOException {
            for (String name : names) {
                if (failure.get() != null) {
                    return;
                }
                deleteFile(handle, name);
            }
        }

        /** Deletes a file; a directory is left for later, and its type need not be read before. */
        private void deleteFile(DirectoryHandle handle, String name) throws IOException {
            try {
                handle.deleteFile(name);
            } catch (NoSuchFileException e) {
                return; // A missing name was to be deleted anyway.
            } catch (AccessDeniedException e) {
                handle.setMode("", OWNER_ONLY);
                if (handle.find(name).filter(FileState::isDirectory).isPresent()) {
                    directories.add(name);
                } else {
                    handle.deleteFile(name);
                }
            } catch (FileSystemException e) {
                if (handle.find(name).filter(FileState::isDirectory).isEmpty()) {
                    throw e;
                }
                directories.add(name);
            }
        }

        private void filesDeleted(DirectoryHandle handle) throws IOException {
            if (left.decrementAndGet() > 0) {
                return;
            }
            handle.close();
            if (failure.get() != null) {
                return;
            }
            List<String> below = new ArrayList<>(directories);
            directories.clear();
            left.set(below.size() + 1);
            for (String name : below) {
                submit(new Node(this, path.isEmpty() ? name : path + "/" + name)::empty);
            }
            childDeleted();
        }

        /** Continues with the parent, without recursion, since a tree may be deeper than a thread's stack. */
        private void childDeleted() throws IOException {
            Node node = this;
            while (node != null && node.left.decrementAndGet() == 0 && failure.get() == null && node.remove()) {
                node = node.parent;
            }
        }

        /**
         * Removes the empty directory.
         *
         * @return {@code false} if it still exists; the caller removes the root itself
         */
        private boolean remove() throws IOException {
            try {
                if (parent != null) {
                    root.deleteDirectory(path);
                }
                return parent != null;
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Missing, or no longer the listed directory: another process with write permission did that.
                return true;
            } catch (DirectoryNotEmptyException e) {
                if (passes == MAX_PASSES) {
                    throw e;
                }
                submit(this::empty);
                return false;
            }
        }

        private void gone() throws IOException {
            if (parent != null) {
                parent.childDeleted();
            }
        }
    }
}
