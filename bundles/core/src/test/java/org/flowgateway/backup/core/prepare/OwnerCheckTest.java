package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.SystemAccounts;
import org.junit.jupiter.api.Test;

/** Accounts of a backup that this gateway lacks, or numbers otherwise, are reported by name. */
class OwnerCheckTest {

    private final OwnerCheck owners = new OwnerCheck(new OwnerMapping(new SystemAccounts()));
    private final CheckList checks = CheckList.forPlan();

    private void add(String user, long uid) {
        owners.add(new Entry("config", "f", Entry.Type.FILE, 0644, uid, 0, user, "root", 0, Instant.EPOCH, ""));
    }

    @Test
    void missingAndRenumberedOwnersAreReported() {
        add("nobody-of-that-name", 4711);
        add("root", 4712);
        owners.report(checks);
        assertThat(checks.checks())
                .extracting(RestoreCheck::result)
                .containsExactly(RestoreCheck.Result.WARNING, RestoreCheck.Result.OK);
        assertThat(checks.checks().get(0).message()).contains("user nobody-of-that-name: number 4711");
        assertThat(checks.checks().get(0).action()).contains("Create these accounts");
        assertThat(checks.checks().get(1).message()).contains("user root: 0 instead of 4712");
    }

    @Test
    void equalOwnersPass() {
        add("root", 0);
        owners.report(checks);
        assertThat(checks.checks()).extracting(RestoreCheck::result).containsExactly(RestoreCheck.Result.OK);
    }
}
