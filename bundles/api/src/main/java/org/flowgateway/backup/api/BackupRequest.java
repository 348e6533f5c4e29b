package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Parameters of a backup.
 *
 * @param target target to store it on
 * @param password the login's password there; empty for none
 * @param securityPassword password that protects the backup
 */
public record BackupRequest(Target target, Optional<Secret> password, SecurityPassword securityPassword) {

    public BackupRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(securityPassword, "securityPassword");
    }
}
