package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything a restore, or a plan of one, needs to know.
 *
 * @param target where the backup lies: the directory of backups, whose newest committed one is taken, or one backup's own directory
 * @param password the login's password there; empty for none
 * @param securityPassword what the backup was protected with
 * @param selection what of the backup is restored
 * @param plan id of a plan to run exactly: its backup, and not the newest, and its selection. Target and selection must be the plan's
 *         own. Empty for a restore without a plan, and for making one
 */
public record RestoreRequest(
        Target target,
        Optional<Secret> password,
        SecurityPassword securityPassword,
        RestoreSelection selection,
        Optional<String> plan) {

    public RestoreRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(securityPassword, "securityPassword");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(plan, "plan");
    }
}
