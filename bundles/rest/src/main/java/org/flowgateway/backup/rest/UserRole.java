package org.flowgateway.backup.rest;

import java.util.Arrays;
import java.util.Optional;

/** What a user may do here. */
enum UserRole {
    /** Everything. */
    ADMIN("admin", true),
    /** Everything here, though not in the container's shell. */
    BACKUP_OPERATOR("backup-operator", true),
    /** Read only. */
    VIEWER("viewer", false);

    private final String name;
    private final boolean starts;

    UserRole(String name, boolean starts) {
        this.name = name;
        this.starts = starts;
    }

    /** Whether this role may start jobs. */
    boolean starts() {
        return starts;
    }

    /** The role that the realm calls so; empty for one that means nothing here. */
    static Optional<UserRole> named(String name) {
        return Arrays.stream(values()).filter(role -> role.name.equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
