package org.flowgateway.backup.tree;

/** Kinds of calls that a {@link TreeHook} observes. */
public enum TreeOperation {
    LIST,
    LOOK,
    OPEN_TO_READ,
    OPEN_TO_WRITE,
    CREATE_FILE,
    CREATE_DIRECTORY,
    WRITE,
    SYNC,
    RENAME,
    DELETE,
    SET_ATTRIBUTE,
    LINK;

    /** Returns whether the call changes a file system, or flushes a change to the disk. */
    public boolean isChange() {
        return this != LIST && this != LOOK && this != OPEN_TO_READ;
    }
}
