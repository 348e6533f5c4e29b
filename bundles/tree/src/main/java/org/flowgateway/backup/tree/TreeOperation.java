package org.flowgateway.backup.tree;

/** The kinds of calls that a {@link TreeHook} learns of. */
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

    /** Tells calls that change a file system, or bring a change to the disk. */
    public boolean isChange() {
        return this != LIST && this != LOOK && this != OPEN_TO_READ;
    }
}
