package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.SystemAccounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private void add(String user, long uid, String group, long gid, Acl acl, Acl defaultAcl) {
        owners.add(new Entry(
                "config",
                "f",
                Entry.Type.DIRECTORY,
                0644,
                uid,
                gid,
                user,
                group,
                0,
                Timestamp.of(Instant.EPOCH),
                "",
                ExtendedMetadata.of(acl, defaultAcl, Map.of())));
    }

    private List<String> messages() {
        owners.report(checks);
        return checks.checks().stream().map(RestoreCheck::message).toList();
    }

    @Test
    void groupsAreReported() {
        add("root", 0, "root", 0, Acl.NONE, Acl.NONE);
        add("root", 0, "no-such-group", 0, Acl.NONE, Acl.NONE);
        add("root", 0, "root", 7, Acl.NONE, Acl.NONE);
        assertThat(messages()).hasSize(2);
        assertThat(messages().get(0)).contains("group no-such-group: number 0").doesNotContain("user");
        assertThat(messages().get(1)).contains("group root: 0 instead of 7").doesNotContain("user");
    }

    @Test
    void accountIsReportedOnceForEachNumber() {
        add("no-such-user", 1, "root", 0, Acl.NONE, Acl.NONE);
        add("no-such-user", 1, "root", 0, Acl.NONE, Acl.NONE);
        add("no-such-user", 2, "root", 0, Acl.NONE, Acl.NONE);
        add("another-user", 2, "root", 0, Acl.NONE, Acl.NONE);
        add("", 3, "", 3, Acl.NONE, Acl.NONE);
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("user another-user: number 2, user no-such-user: number 1, user no-such-user: number 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accountsOfListsAreReported(boolean ofNewFiles) {
        Acl acl = new Acl(List.of(
                AclEntry.of(AclEntry.Tag.USER_OBJ, 7),
                new AclEntry(AclEntry.Tag.USER, 4711, "no-such-user", 4),
                AclEntry.of(AclEntry.Tag.GROUP_OBJ, 6),
                new AclEntry(AclEntry.Tag.GROUP, 4712, "no-such-group", 4),
                AclEntry.of(AclEntry.Tag.MASK, 6),
                AclEntry.of(AclEntry.Tag.OTHER, 5)));
        add("root", 0, "root", 0, ofNewFiles ? Acl.NONE : acl, ofNewFiles ? acl : Acl.NONE);
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("group no-such-group: number 4712", "user no-such-user: number 4711");
    }
}
