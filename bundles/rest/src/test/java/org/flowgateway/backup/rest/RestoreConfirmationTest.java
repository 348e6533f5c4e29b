package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.rest.RestGateway.OPERATOR;
import static org.flowgateway.backup.rest.RestGateway.VIEWER;

import java.io.IOException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.rest.RestGateway.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Confirmation of a restored state in its confirmation window. */
class RestoreConfirmationTest {

    private static final String JOBS = "mgmt.gateway_backup/1.1/jobs/";

    private final RestGateway gateway = new RestGateway();

    @BeforeEach
    void jobs() {
        gateway.jobs.jobs.add(
                RestGateway.job("restore-000001", Operation.RESTORE, JobState.COMPLETED, "path/to/20220728_1109"));
        gateway.jobs.jobs.add(
                RestGateway.job("restore-000002", Operation.RESTORE, JobState.CANCELLED, "path/to/20220728_1109"));
        gateway.jobs.jobs.add(
                RestGateway.job("restore-000003", Operation.RESTORE, JobState.EXECUTING, "path/to/20220728_1109"));
    }

    @ParameterizedTest
    @ValueSource(strings = {OPERATOR, "ädmin:pä ss"})
    void isDoneByAdminsAndOperators(String user) {
        assertThat(gateway.call("POST", JOBS + "restore-000003/confirm", user, null, null))
                .isEqualTo(new Answer(204, "null", null, null, null, ""));
        assertThat(gateway.jobs.confirmed).containsExactly("restore-000003");
    }

    @Test
    void isNotForViewersNorStrangers() {
        assertThat(gateway.post(JOBS + "restore-000003/confirm", VIEWER, "{}").status())
                .isEqualTo(403);
        assertThat(gateway.post(JOBS + "restore-000003/confirm", null, "{}").status())
                .isEqualTo(401);
        assertThat(gateway.jobs.confirmed).isEmpty();
    }

    @Test
    void ofAnUnknownJobIsNotFound() {
        assertThat(gateway.post(JOBS + "restore-000004/confirm", OPERATOR, "").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "restore-000001,has ended and is complete,request.confirmation-after-success",
        "restore-000002,has ended without success,request.confirmation-after-failure"
    })
    void ofAJobThatDoesNotAwaitItSaysWhy(String id, String why, String code) {
        Answer answer = gateway.post(JOBS + id + "/confirm", OPERATOR, "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("nothing to confirm: " + id + " " + why, "\"code\":\"" + code + "\"");
    }

    @Test
    void unwritableConfirmationIsAnInternalError() {
        gateway.jobs.fault = new IOException("disk full");
        assertThat(gateway.post(JOBS + "restore-000003/confirm", OPERATOR, "").status())
                .isEqualTo(500);
    }

    @Test
    void otherMethodsNameTheAllowed() {
        Answer answer = gateway.get(JOBS + "restore-000003/confirm", OPERATOR);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.allow()).contains("POST");
    }
}
