package org.flowgateway.backup.core.prepare;

import java.util.Objects;
import org.flowgateway.backup.api.RestorePlan;

/**
 * A plan with what is needed to tell later whether it still holds.
 *
 * @param plan what callers see
 * @param targetIsBackup whether the target's path is the backup's own directory, and not the directory of backups
 * @param manifestSha256 of the backup's manifest; "" if there is no backup
 * @param currentSha256 fingerprint of the gateway's state that was compared with; "" if none was
 */
public record StoredPlan(RestorePlan plan, boolean targetIsBackup, String manifestSha256, String currentSha256) {

    public StoredPlan {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(manifestSha256, "manifestSha256");
        Objects.requireNonNull(currentSha256, "currentSha256");
    }
}
