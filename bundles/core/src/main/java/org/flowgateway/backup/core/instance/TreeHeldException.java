package org.flowgateway.backup.core.instance;

import java.nio.file.Path;
import org.flowgateway.backup.api.message.Message;

/** Thrown if a job of another installation holds a directory. */
public final class TreeHeldException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Message description;

    /**
     * @param directory that is held
     * @param holder who holds it, as in "another gateway works on it: …"
     */
    public TreeHeldException(Path directory, String holder) {
        this(InstanceMessage.TREE_HELD.with(directory, holder));
    }

    private TreeHeldException(Message description) {
        super(description.text());
        this.description = description;
    }

    /** Returns the message with its code. */
    public Message description() {
        return description;
    }
}
