package org.flowgateway.backup.core.instance;

import java.nio.file.Path;

/** Thrown if a job of another installation holds a directory. */
public final class TreeHeldException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param directory that is held
     * @param holder who holds it, as in "another gateway works on it: …"
     */
    public TreeHeldException(Path directory, String holder) {
        super(InstanceMessage.TREE_HELD.with(directory, holder).text());
    }
}
