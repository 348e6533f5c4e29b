package org.flowgateway.backup.core.prepare;

import java.util.Objects;
import org.flowgateway.backup.api.RestorePlan;

/**
 * Plan with the data that tell later whether it still holds.
 *
 * @param plan as callers see it
 * @param targetIsBackup whether the target's path is the backup's own directory, not the directory of backups
 * @param manifestSha256 of the backup's manifest; "" if there is no backup
 * @param currentSha256 fingerprint of the compared current state; "" if none was compared
 */
public record StoredPlan(RestorePlan plan, boolean targetIsBackup, String manifestSha256, String currentSha256) {

    public StoredPlan {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(manifestSha256, "manifestSha256");
        Objects.requireNonNull(currentSha256, "currentSha256");
    }
}
