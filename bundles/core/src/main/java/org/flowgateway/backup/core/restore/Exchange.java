package org.flowgateway.backup.core.restore;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The exchange of one section's tree. All three names lie in the same directory, so that each step is one rename.
 *
 * @param root where the state lives
 * @param staged where the restored state is made
 * @param old where the state that was there before is kept until the restore is final
 * @param existed whether there was one
 */
record Exchange(Path root, Path staged, Path old, boolean existed) {

    Exchange {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(staged, "staged");
        Objects.requireNonNull(old, "old");
    }

    /** Names the three for a section's root and a restore. */
    static Exchange of(Path root, String restore, boolean existed) {
        String name = root.getFileName().toString();
        return new Exchange(root, root.resolveSibling("." + name + "." + restore + ".restored"),
                root.resolveSibling("." + name + "." + restore + ".before"), existed);
    }
}
