package org.flowgateway.backup.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a restore would do, and what stands in its way. Making it touched nothing. Immutable; it holds no secret.
 *
 * @param id its job's id
 * @param made when it was made, to the second
 * @param target where the backup lies
 * @param selection what of the backup is restored
 * @param backup which backup it is; empty if none could be identified: a check says why
 * @param checks everything that was looked at, in order. After one that failed, those that cannot be made without it are missing
 * @param sections every section that would be exchanged, with what would change in it; none if the backup could not be opened, and none
 *         unless every check passed that the comparison needs
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

    /** Returns whether it can be run: no check failed. */
    public boolean executable() {
        return checks.stream().noneMatch(check -> check.result() == RestoreCheck.Result.FAIL);
    }
}
