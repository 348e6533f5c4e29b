package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreCheck.Result;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.job.JobFailedException;
import org.junit.jupiter.api.Test;

/** A plan lists all checks; a restore ends at the first that fails. */
class CheckListTest {

    private static final Message MESSAGE = CheckMessage.NOTHING_OMITTED.with();

    @Test
    void planContinuesAfterAFailure() throws Exception {
        CheckList checks = CheckList.forPlan();
        assertThat(checks.isClear(CheckId.PATHS)).isTrue();
        checks.ok(CheckId.PATHS, MESSAGE);
        assertThat(checks.isClear(CheckId.PATHS)).isTrue();
        checks.fail(CheckId.SPACE, MESSAGE);
        checks.warning(CheckId.FORMAT, MESSAGE);
        assertThat(checks.isClear(CheckId.PATHS)).isTrue();
        assertThat(checks.isClear(CheckId.SPACE)).isFalse();
        assertThat(checks.isClear(CheckId.FORMAT)).isFalse();
        assertThat(checks.checks())
                .extracting(RestoreCheck::result)
                .containsExactly(Result.OK, Result.FAIL, Result.WARNING);
    }

    @Test
    void restoreEndsAtAFailure() {
        List<Message> warnings = new ArrayList<>();
        CheckList checks = CheckList.forRestore(warnings::add);
        checks.ok(CheckId.PATHS, MESSAGE);
        checks.warning(CheckId.PATHS, MESSAGE);
        assertThat(warnings).containsExactly(MESSAGE);
        IllegalStateException cause = new IllegalStateException();
        assertThatThrownBy(() -> checks.fail(CheckId.PATHS, MESSAGE, cause))
                .isInstanceOf(JobFailedException.class)
                .hasCause(cause);
        assertThat(checks.checks()).hasSize(2);
    }
}
