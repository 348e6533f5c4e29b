package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes of a restore, and the obstacles to it. Making a plan changes nothing. Immutable; it holds no secret.
 *
 * @param id id of its job
 * @param made time when it was made, to the second
 * @param target target of the backup
 * @param selection selected content of the backup
 * @param backup identified backup; empty if there is none: a check gives the reason
 * @param checks all checks, in order. After a failed check, those that depend on it are missing
 * @param sections all sections of the swap, with their changes; none if the backup could not be opened, or if a check that the comparison
 *         requires failed
 */
public record RestorePlan(
        String id,
        Instant made,
        Target target,
        RestoreSelection selection,
        Optional<PlannedBackup> backup,
        List<RestoreCheck> checks,
        List<SectionPlan> sections) {

    public RestorePlan {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(made, "made");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(backup, "backup");
        checks = List.copyOf(checks);
        sections = List.copyOf(sections);
    }

    /** Returns whether it can be executed: no check failed. */
    public boolean executable() {
        return checks.stream().noneMatch(check -> check.result() == RestoreCheck.Result.FAIL);
    }
}
