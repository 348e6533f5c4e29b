package org.flowgateway.backup.tree;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Resolution of symbolic links as by the system, limited to links of root or of this process's own user. */
final class LinkResolution {

    /** Maximum number of links in one path (MAXSYMLINKS of the kernel). */
    private static final int MAX_LINKS = 40;

    private final DirectoryHandle slash;
    private final long ownUser;

    LinkResolution(DirectoryHandle slash, long ownUser) {
        this.slash = slash;
        this.ownUser = ownUser;
    }

    /**
     * Resolves all links of a path.
     *
     * @param path absolute and normalised
     */
    Path resolve(Path path) throws IOException {
        for (Path existing = path; existing.getParent() != null; existing = existing.getParent()) {
            Optional<String> followed = follow(existing.toString());
            if (followed.isPresent()) {
                return path.getFileSystem()
                        .getPath("/" + followed.get())
                        .resolve(existing.relativize(path))
                        .normalize();
            }
        }
        return path;
    }

    /**
     * Follows a path below the root directory.
     *
     * @return the path below the root directory; empty if it does not exist
     */
    private Optional<String> follow(String path) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        push(path, rest);
        List<String> done = new ArrayList<>();
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("..")) {
                if (!done.isEmpty()) {
                    done.remove(done.size() - 1);
                }
                continue;
            }
            done.add(name);
            String reached = String.join("/", done);
            Optional<FileState> found = find(reached);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().isSymlink()) {
                if (found.get().uid() != 0 && found.get().uid() != ownUser || ++links > MAX_LINKS) {
                    throw new SymbolicLinkException(slash.displayPath(reached));
                }
                String text = slash.readLink(reached);
                done.remove(done.size() - 1);
                if (text.startsWith("/")) {
                    done.clear();
                }
                push(text, rest);
            }
        }
        return Optional.of(String.join("/", done));
    }

    private Optional<FileState> find(String path) throws IOException {
        try {
            return slash.find(path);
        } catch (NotDirectoryException e) {
            return Optional.empty();
        }
    }

    private static void push(String path, Deque<String> names) {
        String[] split = path.split("/", 0);
        for (int i = split.length - 1; i >= 0; i--) {
            if (!split[i].isEmpty() && !split[i].equals(".")) {
                names.push(split[i]);
            }
        }
    }
}
