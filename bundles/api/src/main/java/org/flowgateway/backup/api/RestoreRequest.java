package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything a restore needs to know.
 *
 * @param target where the backup lies: the directory of backups, whose newest committed one is taken, or one backup's own directory
 * @param password the login's password there; empty for none
 * @param securityPassword what the backup was protected with
 * @param keepCertificates {@code true}: of the vault only {@code cloak_key}, {@code snmp} and {@code ntp} are restored, so that the
 *         gateway keeps its present certificates; {@code false}: everything the backup holds is restored
 */
public record RestoreRequest(Target target, Optional<Secret> password, SecurityPassword securityPassword, boolean keepCertificates) {

    public RestoreRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(securityPassword, "securityPassword");
    }
}
