package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything a backup needs to know.
 *
 * @param target where it is stored
 * @param password the login's password there; empty for none
 * @param securityPassword what protects the backup
 */
public record BackupRequest(Target target, Optional<Secret> password, SecurityPassword securityPassword) {

    public BackupRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(securityPassword, "securityPassword");
    }
}
