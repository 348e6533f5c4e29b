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
 * The deletion of a whole tree. Several threads take part, since file systems make a deletion wait much longer than it takes; how deep the tree
 * is does not matter. Directories that their owner may not write to are deleted as well.
 */
public final class TreeDeletion {

    private static final int THREADS = 8;
    /** Names that one thread deletes in a row. */
    private static final int BATCH = 32;
    /** Somebody may be writing to a directory that is deleted: it is emptied so often, and then left. */
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
     * Deletes what has a name, and if it is a directory all below it. A name that is gone is no failure.
     *
     * @param parent directory that the name is in
     * @throws IOException as the first file that cannot be deleted; much of the rest may be gone. Nothing is deleted any more when it is thrown
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
     * Deletes a directory that was looked at before, with all below it. Nothing is deleted of another one that is given its name meanwhile.
     *
     * @param parent directory that the name is in
     * @param expected what the name was when it was looked at
     * @throws FileReplacedException if the name is another file's by now
     * @throws IOException as {@link #delete(DirectoryHandle, String)}
     */
    public static void delete(DirectoryHandle parent, String name, FileState expected) throws IOException {
        for (int pass = 1; ; pass++) {
            try (DirectoryHandle directory = open(parent, name, expected)) {
                empty(directory);
                if (!parent.state(name).isSameFile(expected)) {
                    throw new FileReplacedException(parent.shown(name));
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

    /** Deletes all that is in a directory, wherever that is by now, and leaves the directory itself. */
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

    /** Nothing may be deleted behind the caller's back, so an interrupt is kept for later: what was begun ends soon after a failure. */
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

    private void submit(Task task) {
        running.incrementAndGet();
        threads.execute(() -> {
            try {
                if (failure.get() == null) {
                    task.run();
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                if (running.decrementAndGet() == 0) { // A task submits those that follow before it ends.
                    ended.countDown();
                }
            }
        });
    }

    /** A directory that is deleted. It is open only while the files in it are. */
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
                submit(() -> {
                    try {
                        deleteFiles(handle, batch);
                    } finally {
                        filesDeleted(handle);
                    }
                });
            }
            filesDeleted(handle);
        }

        private List<String> names(DirectoryHandle handle) throws IOException {
            try {
                return handle.names();
            } catch (IOException e) {
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

        /** A directory is left for later; what it is need not be asked before. */
        private void deleteFile(DirectoryHandle handle, String name) throws IOException {
            try {
                handle.deleteFile(name);
            } catch (NoSuchFileException e) {
                return; // Gone is what it was to be.
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
            List<String> below = new ArrayList<>(directories);
            directories.clear();
            left.set(below.size() + 1);
            for (String name : below) {
                submit(new Node(this, path.isEmpty() ? name : path + "/" + name)::empty);
            }
            childDeleted();
        }

        /** Goes up without recursion, since a tree may be deeper than a thread's stack. */
        private void childDeleted() throws IOException {
            Node node = this;
            while (node != null && node.left.decrementAndGet() == 0 && failure.get() == null && node.remove()) {
                node = node.parent;
            }
        }

        /** @return {@code false} if it is not gone yet; the root itself is left for the caller */
        private boolean remove() throws IOException {
            try {
                if (parent != null) {
                    root.deleteDirectory(path);
                }
                return parent != null;
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Gone, or no longer what was listed: whoever may write here did that.
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
