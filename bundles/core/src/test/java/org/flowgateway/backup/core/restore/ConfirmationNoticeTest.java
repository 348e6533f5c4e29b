package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The notice of a confirmation window is recognised in job records of every version. */
class ConfirmationNoticeTest {

    private static final Instant DEADLINE = Instant.parse("2026-02-27T16:01:00.123Z");

    @Test
    void recognisesItsText() {
        String notice = ConfirmationNotice.awaited("restore-000001", DEADLINE).text();
        assertThat(notice).contains("2026-02-27T16:01:00Z", "restore-000001/confirm");
        assertThat(ConfirmationNotice.isNotice(notice)).isTrue();
    }

    @Test
    void recognisesTheTextOfEarlierVersions() {
        assertThat(ConfirmationNotice.isNotice(
                        "The restored state is in use on probation: at 2026-02-27T16:01:00Z it is taken back, unless it"
                                + " is confirmed before, with POST"
                                + " /api/mgmt.gateway_backup/1.1/jobs/restore-000001/confirm or gateway-backup:confirm"
                                + " restore-000001 in the gateway's shell"))
                .isTrue();
    }

    @Test
    void isNoOtherLine() {
        assertThat(ConfirmationNotice.isNotice(
                        ConfirmationNotice.expired(DEADLINE).text()))
                .isFalse();
    }
}
