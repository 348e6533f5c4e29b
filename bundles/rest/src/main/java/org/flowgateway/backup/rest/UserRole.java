package org.flowgateway.backup.rest;

import java.util.Arrays;
import java.util.Optional;

/** Role of a user in this API. */
enum UserRole {
    /** Permission for everything. */
    ADMIN("admin", true),
    /** Permission for everything here, but not in the container's shell. */
    BACKUP_OPERATOR("backup-operator", true),
    /** Permission to read. */
    VIEWER("viewer", false);

    private final String name;
    private final boolean starts;

    UserRole(String name, boolean starts) {
        this.name = name;
        this.starts = starts;
    }

    /** Returns whether this role may start jobs. */
    boolean mayStart() {
        return starts;
    }

    /** Returns the role of that name in the realm; empty for a name without meaning here. */
    static Optional<UserRole> named(String name) {
        return Arrays.stream(values()).filter(role -> role.name.equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
