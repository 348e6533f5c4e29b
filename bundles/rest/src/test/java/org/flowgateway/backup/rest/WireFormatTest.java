package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.rest.RestGateway.BACKUP;
import static org.flowgateway.backup.rest.RestGateway.OPERATOR;
import static org.flowgateway.backup.rest.RestGateway.RESTORE;
import static org.flowgateway.backup.rest.RestGateway.VIEWER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.rest.RestGateway.Answer;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the contract, byte for byte, as clients that nobody can change read them. */
class WireFormatTest {

    private static final String REQUEST =
            "{\"hostname\":\"nas.example\",\"username\":\"u\",\"password\":\"pw\",\"path\":\"p\","
                    + "\"security_pwd\":\"key\"}";

    private final RestGateway gateway = new RestGateway();

    @Test
    void backupBeforeTheFirstRun() {
        assertThat(gateway.get(BACKUP, VIEWER))
                .isEqualTo(
                        Answer.json(
                                200,
                                "[{\"last_successful\":{\"host\":\"\",\"username\":\"\",\"message\":\"\",\"path\":\"\",\"subdir\":\"\",\"timeStamp\":0},"
                                        + "\"running\":{\"host\":\"\",\"username\":\"\",\"message\":\"\",\"path\":\"\",\"timeStamp\":0,\"status\":\"NONE\"}}]"));
    }

    @Test
    void backupAfterAFewRuns() {
        gateway.jobs.jobs.add(RestGateway.job("1", Operation.BACKUP, JobState.COMPLETED, "path/to/20220728_1109"));
        gateway.jobs.jobs.add(RestGateway.job("2", Operation.BACKUP, JobState.EXECUTING, ""));

        assertThat(gateway.get(BACKUP, VIEWER).body())
                .isEqualTo(
                        "[{\"last_successful\":{\"host\":\"nas.example\",\"username\":\"mazu\",\"message\":\"a warning\",\"path\":\"path/to\","
                                + "\"subdir\":\"path/to/20220728_1109\",\"timeStamp\":1659006593},"
                                + "\"running\":{\"host\":\"nas.example\",\"username\":\"mazu\",\"message\":\"a warning\",\"path\":\"path/to\","
                                + "\"timeStamp\":1659006593,\"status\":\"EXECUTING\"}}]");
    }

    @Test
    void restoreBeforeTheFirstRun() {
        assertThat(gateway.get(RESTORE, VIEWER).body())
                .isEqualTo("{\"host\":\"\",\"username\":\"\",\"message\":\"\",\"path\":\"\","
                        + "\"subdir\":\"\",\"timeStamp\":0,\"status\":\"NONE\"}");
    }

    @Test
    void restoreShowsThePathAsPassedUntilTheBackupIsChosen() {
        gateway.jobs.jobs.add(RestGateway.job("1", Operation.RESTORE, JobState.EXECUTING, ""));
        assertThat(gateway.get(RESTORE, VIEWER).body()).contains("\"path\":\"path/to\",\"subdir\":\"\"");

        gateway.jobs.jobs.add(RestGateway.job("2", Operation.RESTORE, JobState.EXECUTING, "path/to/20220728_1109"));
        assertThat(gateway.get(RESTORE, VIEWER).body())
                .contains("\"path\":\"path/to/20220728_1109\",\"subdir\":\"path/to/20220728_1109\"");
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void statusIsOneOfTheContracts(JobState state) {
        gateway.jobs.jobs.add(RestGateway.job("1", Operation.RESTORE, state, ""));

        assertThat(gateway.get(RESTORE, VIEWER).body())
                .contains("\"status\":\"" + (state == JobState.CANCELLED ? "ERROR" : state.name()) + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {BACKUP, RESTORE})
    void startingAnswersWithoutABodyAndNamesTheJob(String path) {
        gateway.jobs.next = RestGateway.job("a-1", Operation.BACKUP, JobState.EXECUTING, "");

        assertThat(gateway.post(path, OPERATOR, REQUEST))
                .isEqualTo(new Answer(204, "null", "/api/mgmt.gateway_backup/1.1/jobs/a-1", null, null, ""));
        assertThat(gateway.get("mgmt.gateway_backup/1.1/jobs/a-1", VIEWER).body())
                .isEqualTo(
                        "{\"id\":\"a-1\",\"operation\":\"backup\","
                                + "\"status\":\"EXECUTING\",\"phase\":\"CHECKING\",\"host\":\"nas.example\",\"username\":\"mazu\",\"path\":\"path/to\","
                                + "\"subdir\":\"\",\"timeStamp\":1659006593,\"ended\":null,\"message\":\"a warning\","
                                + "\"progress\":{\"entries\":3,\"plain_bytes\":2,\"stored_bytes\":1},\"warnings\":[],\"notes\":[],\"started_by\":{\"user\":\"\",\"address\":\"\"},\"error\":null}");
    }

    @Test
    void locationsKeepTheProxysPrefix() {
        gateway.jobs.next = RestGateway.job("a-1", Operation.BACKUP, JobState.EXECUTING, "");
        gateway.resolved = Map.of("org.flowgateway.backup.path-prefix", "/gateways/fg1");

        assertThat(gateway.post(BACKUP, OPERATOR, REQUEST).location())
                .startsWith("/gateways/fg1/api/mgmt.gateway_backup/1.1/jobs/");
        assertThat(gateway.post("mgmt.gateway_backup/1.1/plans", OPERATOR, REQUEST)
                        .location())
                .startsWith("/gateways/fg1/api/mgmt.gateway_backup/1.1/plans/");
    }

    @Test
    void jobSeparatesWarningsAndNotes() {
        Job job = RestGateway.job("a-1", Operation.BACKUP, JobState.COMPLETED, "");
        gateway.jobs.jobs.add(job.withMessages(Optional.empty(), "gone\nknown", List.of("gone"), List.of("known")));
        assertThat(gateway.get("mgmt.gateway_backup/1.1/jobs/a-1", VIEWER).body())
                .contains("\"message\":\"gone\\nknown\",")
                .endsWith(
                        "\"warnings\":[\"gone\"],\"notes\":[\"known\"],\"started_by\":{\"user\":\"\",\"address\":\"\"},\"error\":null}");
    }

    @Test
    void failedJobHasTheCodeAndTheRemedyOfItsError() {
        Message noRemedy = new Message("job.cancelled-by", "Cancelled by mazu", "");
        for (Message error : List.of(new Message("sftp.no-space", "nas.example is full", "Free space"), noRemedy)) {
            gateway.jobs.jobs.clear();
            gateway.jobs.jobs.add(RestGateway.job("a-1", Operation.BACKUP, JobState.EXECUTING, "")
                    .withEnd(JobState.ERROR, Optional.of(error), error.text(), RestGateway.STARTED));
            assertThat(gateway.get("mgmt.gateway_backup/1.1/jobs/a-1", VIEWER).body())
                    .contains("\"error\":{\"code\":\"" + error.code() + "\",\"text\":\"" + error.text()
                            + "\",\"action\":" + (error.equals(noRemedy) ? "null" : "\"Free space\"") + "}");
        }
    }

    @Test
    void passesOnTheRequest() {
        gateway.jobs.next = RestGateway.job("1", Operation.BACKUP, JobState.EXECUTING, "");
        gateway.post(BACKUP, OPERATOR, REQUEST);
        gateway.post(
                RESTORE,
                OPERATOR,
                "{\"hostname\":\"localhost\",\"security_pwd\":\"key\",\"no_cert\":\"true\",\"password\":null}");

        BackupRequest backup = (BackupRequest) gateway.jobs.requests.get(0);
        assertThat(backup.target().hostname()).isEqualTo("nas.example");
        assertThat(backup.password().orElseThrow().characters()).isEqualTo("pw".toCharArray());
        assertThat(backup.securityPassword().characters()).isEqualTo("key".toCharArray());
        RestoreRequest restore = (RestoreRequest) gateway.jobs.requests.get(1);
        assertThat(restore.target().username()).isEmpty();
        assertThat(restore.target().path()).isEmpty();
        assertThat(restore.password()).isEmpty();
        assertThat(restore.selection())
                .isEqualTo(RestoreSelection.withoutCertificates().withDropOmitted(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"common/1.0/services", "common/1.1/services"})
    void servicesAnswerEverybody(String path) {
        assertThat(gateway.get(path, null))
                .isEqualTo(Answer.json(
                        200,
                        "[{\"id\":\"mgmt.gateway_backup\",\"versions\":[\"1.0\",\"1.1\"]},{\"id\":\"common\",\"versions\":[\"1.0\"]},"
                                + "{\"id\":\"cascade.aaa\",\"versions\":[\"1.0\"]}]"));
    }

    @Test
    void authInfoAnswersEverybody() {
        assertThat(gateway.get("common/1.0/auth_info", "wrong:wrong").body())
                .isEqualTo("{\"supported_methods\":[\"BASIC\"],\"specify_purpose\":false,\"login_banner\":\"\"}");
    }

    @Test
    void keepaliveIsForThoseWhoAreLoggedIn() {
        assertThat(gateway.get("cascade.aaa/1.0/keepalive", VIEWER))
                .isEqualTo(new Answer(204, "null", null, null, null, ""));
        assertThat(gateway.get("cascade.aaa/1.0/keepalive", null).status()).isEqualTo(401);
    }

    @Test
    void servicesAreNotReadyBeforeTheJobServiceIs() {
        gateway.jobs.notReady = new NotReadyException("No section config yet");
        assertThat(gateway.get("common/1.0/services", null))
                .isEqualTo(
                        Answer.json(503, "{\"error_id\":\"INTERNAL_ERROR\",\"error_text\":\"No section config yet\"}"));

        gateway.jobService = null;
        assertThat(gateway.get("common/1.0/services", null).status()).isEqualTo(503);
        assertThat(gateway.get(RestGateway.BACKUP, RestGateway.OPERATOR).status())
                .isEqualTo(503);
        assertThat(gateway.post(RestGateway.RESTORE, RestGateway.OPERATOR, "{}").status())
                .isEqualTo(503);
        assertThat(gateway.get(RestGateway.BACKUP, null).status()).isEqualTo(401);
    }

    /** Unreadiness reports all problems at once, also without a job service. */
    @Test
    void servicesReportWhyTheGatewayIsNotReady() {
        gateway.readiness.reporters = () -> List.of(
                () -> List.of(
                        ReadinessProblem.notReady("etc/a.cfg: pack-mib [7] is not in 8 to 64"),
                        ReadinessProblem.degraded("not told here")),
                () -> List.of(ReadinessProblem.notReady("etc/b.cfg: root [x] is not absolute")),
                List::of,
                () -> List.of(ReadinessProblem.notReady("etc/b.cfg: root [x] is not absolute")));
        Answer expected = Answer.json(
                503,
                "{\"error_id\":\"INTERNAL_ERROR\","
                        + "\"error_text\":\"etc/a.cfg: pack-mib [7] is not in 8 to 64\\netc/b.cfg: root [x] is not absolute\"}");
        assertThat(gateway.get("common/1.0/services", null)).isEqualTo(expected);
        gateway.jobService = null;
        assertThat(gateway.get("common/1.0/services", null)).isEqualTo(expected);
        assertThat(gateway.get(BACKUP, VIEWER)).isEqualTo(expected);
        gateway.readiness.reporters = () -> List.of();
        assertThat(gateway.get(BACKUP, VIEWER).body()).contains("The gateway is starting");
    }

    /** Clients of the contract still read {@code id} and {@code versions}. */
    @Test
    void servicesReportProblemsOfAReadyGateway() {
        gateway.readiness.reporters =
                () -> List.of(() -> List.of(ReadinessProblem.degraded("etc/a.cfg: pack-mib [7] is not in 8 to 64")));
        assertThat(gateway.get("common/1.0/services", null))
                .isEqualTo(
                        Answer.json(
                                200,
                                "[{\"id\":\"mgmt.gateway_backup\",\"versions\":[\"1.0\",\"1.1\"],\"problems\":[\"etc/a.cfg: pack-mib [7] is not in 8 to 64\"]},"
                                        + "{\"id\":\"common\",\"versions\":[\"1.0\"]},{\"id\":\"cascade.aaa\",\"versions\":[\"1.0\"]}]"));
    }

    @Test
    void servicesAreNotReadyBeforeEveryResourceIsPublished() {
        gateway.whiteboard = RestGateway.publishing(BackupResource.NAME, ServicesResource.NAME);
        assertThat(gateway.get("common/1.0/services", null).status()).isEqualTo(503);

        gateway.whiteboard = null;
        assertThat(gateway.get("common/1.0/services", null).status()).isEqualTo(503);
    }

    @Test
    void servicesAreNotReadyWhileTheApplicationThatAnswersLacksAResource() {
        assertThat(new RestGateway(true, false).get("common/1.0/services", null).status())
                .isEqualTo(503);
        assertThat(gateway.get("common/1.0/services", null).status()).isEqualTo(200);
    }
}
