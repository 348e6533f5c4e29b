package org.flowgateway.backup.core.file;

import java.io.IOException;
import java.nio.file.Path;

/** Canonical form of a path, for comparison with others. */
public final class RealPath {

    private RealPath() {}

    /** The path without symbolic links, as far as it exists and can be followed. */
    public static Path of(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path existing = whole; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath().resolve(existing.relativize(whole));
            } catch (IOException e) {
                // Missing or unreadable: its parent decides.
                continue;
            }
        }
        return whole;
    }
}
