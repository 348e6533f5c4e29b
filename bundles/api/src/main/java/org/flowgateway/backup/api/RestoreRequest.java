package org.flowgateway.backup.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Parameters of a restore, or of a restore plan.
 *
 * @param target target of the backup: the directory of backups, whose newest committed one is used, or one backup's own directory
 * @param password the login's password there; empty for none
 * @param securityPassword password that protects the backup
 * @param selection selected content of the backup
 * @param plan id of a plan to execute exactly, with its backup instead of the newest, and its selection. Target and selection must equal the
 *         plan's. Empty for a restore without a plan, and for making one
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
