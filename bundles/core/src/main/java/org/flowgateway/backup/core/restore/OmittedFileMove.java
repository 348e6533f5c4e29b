package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.FileState;

/**
 * Move of a file that a backup omits, from the previous tree to the same path in the restored one. The journal holds it before it is made,
 * so that a rollback can undo it.
 *
 * @param path below both roots, with {@code /}
 * @param inode the file's number
 * @param mode permissions of its directory in the previous tree
 * @param modified time of its directory in the previous tree
 */
record OmittedFileMove(String path, long inode, int mode, Instant modified) {

    private static final int OWNER_WRITES = 0300;
    private static final int OCTAL = 8;
    private static final int FIELDS = 4;

    private String parent() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * Plans the move of a file.
     *
     * @param above directory that holds the previous root, or the root itself
     * @param previous the previous root's name there; "" for the root itself
     * @return empty if the file is gone
     */
    static Optional<OmittedFileMove> of(DirectoryHandle above, String previous, String path) throws IOException {
        String root = previous.isEmpty() ? "" : previous + "/";
        Optional<FileState> found = above.find(root + path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int slash = path.lastIndexOf('/');
        FileState parent = above.state(slash < 0 ? previous : root + path.substring(0, slash));
        return Optional.of(new OmittedFileMove(path, found.get().inode(), parent.permissions(), parent.modified()));
    }

    /** Tells whether the restored tree has the file's directory, and no file of its name. */
    boolean fits(DirectoryHandle restored) throws IOException {
        return restored.find(parent()).filter(FileState::isDirectory).isPresent()
                && restored.find(path).isEmpty();
    }

    /** Makes the moves that were not made, and syncs them to the disk. A file that is gone or was replaced stays where it is. */
    static void applyAll(List<OmittedFileMove> moves, DirectoryHandle previous, DirectoryHandle restored)
            throws IOException {
        for (OmittedFileMove move : moves) {
            if (move.isIn(previous)) {
                FileState parent = restored.state(move.parent());
                move.rename(previous, restored);
                restored.setMode(move.parent(), parent.permissions());
                restored.setModified(move.parent(), parent.modified());
            }
        }
        if (!moves.isEmpty()) {
            restored.syncFileSystem();
        }
    }

    /** Undoes the moves that were made, the last one first, and resets the directories of the previous tree. */
    static void undoAll(List<OmittedFileMove> moves, DirectoryHandle previous, DirectoryHandle restored)
            throws IOException {
        for (int i = moves.size() - 1; i >= 0; i--) {
            OmittedFileMove move = moves.get(i);
            if (move.isIn(restored) && previous.find(move.path()).isEmpty()) {
                move.rename(restored, previous);
            }
        }
        for (OmittedFileMove move : moves) {
            if (move.isIn(previous)) {
                previous.setMode(move.parent(), move.mode());
                previous.setModified(move.parent(), move.modified());
            }
        }
        if (!moves.isEmpty()) {
            previous.syncFileSystem();
        }
    }

    private boolean isIn(DirectoryHandle root) throws IOException {
        return root.find(path).filter(found -> found.inode() == inode).isPresent();
    }

    private void rename(DirectoryHandle from, DirectoryHandle to) throws IOException {
        makeWritable(from);
        makeWritable(to);
        from.rename(path, to, path);
    }

    private void makeWritable(DirectoryHandle root) throws IOException {
        if (!root.isWritable(parent())) {
            root.setMode(parent(), root.state(parent()).permissions() | OWNER_WRITES);
        }
    }

    /** Formats it as one line of text. The path comes last, since it may hold any character. */
    String format() {
        return Long.toUnsignedString(inode) + " " + Integer.toOctalString(mode) + " " + modified + " " + path;
    }

    /** @throws IllegalArgumentException if the text is not one that {@link #format} made */
    static OmittedFileMove parse(String text) {
        String[] fields = text.split(" ", FIELDS);
        try {
            return new OmittedFileMove(
                    fields[3],
                    Long.parseUnsignedLong(fields[0]),
                    Integer.parseInt(fields[1], OCTAL),
                    Instant.parse(fields[2]));
        } catch (ArrayIndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("[" + text + "] is no move of a file", e);
        }
    }
}
