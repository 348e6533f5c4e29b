package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.rest.RestGateway.OPERATOR;
import static org.flowgateway.backup.rest.RestGateway.VIEWER;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.PlannedBackup;
import org.flowgateway.backup.api.PlannedChange;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.api.SectionPlan.Total;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.rest.RestGateway.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Additions of 1.1: plans, and restores by a plan, by sections and by paths. */
class PlanWireFormatTest {

    private static final String PLANS = "mgmt.gateway_backup/1.1/plans";
    private static final String RESTORE = "mgmt.gateway_backup/1.1/restore";
    private static final RestorePlan PLAN = new RestorePlan(
            "plan-000007",
            RestGateway.STARTED,
            new Target("nas.example", "mazu", "path/to"),
            RestoreSelection.of(List.of("config"), List.of("certs/a b")),
            Optional.of(new PlannedBackup(
                    "20220728_1109",
                    "0f8fad5b-d9cb-469f-a165-70867728950e",
                    Instant.ofEpochSecond(7),
                    "fg1",
                    "flow-gateway",
                    "1.0.0")),
            List.of(new RestoreCheck(
                    "host", RestoreCheck.Result.WARNING, "of another gateway", "look twice", "check.other-host")),
            List.of(new SectionPlan(
                    "config",
                    "Configuration",
                    new Total(1, 2),
                    new Total(1, 5),
                    Total.NONE,
                    List.of(new PlannedChange(
                            "config/ü",
                            PlannedChange.Kind.CHANGED,
                            PlannedChange.Type.FILE,
                            3,
                            5,
                            Set.of(PlannedChange.Difference.TIME, PlannedChange.Difference.CONTENT))))));

    private final RestGateway gateway = new RestGateway();

    @Test
    void startOfAPlanAnswersWithoutABodyAndNamesIt() {
        gateway.jobs.next = RestGateway.job("plan-000007", Operation.PLAN, JobState.EXECUTING, "");
        assertThat(
                        gateway.post(
                                PLANS,
                                OPERATOR,
                                "{\"hostname\":\"nas.example\",\"username\":\"u\",\"password\":\"pw\",\"path\":\"p\","
                                        + "\"security_pwd\":\"key\",\"sections\":[\"config\"],\"paths\":[\"certs/a b\",\"certs/c/\"],\"no_cert\":null}"))
                .isEqualTo(new Answer(204, "null", "/api/mgmt.gateway_backup/1.1/plans/plan-000007", null, null, ""));
        RestoreRequest request = (RestoreRequest) gateway.jobs.requests.get(0);
        assertThat(request.target()).isEqualTo(new Target("nas.example", "u", "p"));
        assertThat(request.password().orElseThrow().characters()).isEqualTo("pw".toCharArray());
        assertThat(request.selection())
                .isEqualTo(RestoreSelection.of(List.of("config"), List.of("certs/a b", "certs/c")));
        assertThat(request.plan()).isEmpty();
        assertThat(gateway.get(PLANS + "/plan-000007", VIEWER).body())
                .isEqualTo("{\"id\":\"plan-000007\",\"status\":\"EXECUTING\","
                        + "\"message\":\"a warning\",\"timeStamp\":1659006593,\"host\":\"nas.example\",\"username\":\"mazu\",\"path\":\"path/to\","
                        + "\"executable\":false,\"backup\":null,\"checks\":[],\"sections\":[]}");
        assertThat(gateway.get("mgmt.gateway_backup/1.1/jobs/plan-000007", VIEWER)
                        .body())
                .contains("\"operation\":\"plan\"");
    }

    @Test
    void planIsShownCompletely() {
        gateway.jobs.jobs.add(
                RestGateway.job("plan-000007", Operation.PLAN, JobState.COMPLETED, "path/to/20220728_1109"));
        gateway.jobs.plan = PLAN;
        assertThat(gateway.get(PLANS + "/plan-000007", VIEWER))
                .isEqualTo(Answer.json(
                        200,
                        "{\"id\":\"plan-000007\",\"status\":\"COMPLETED\",\"message\":\"a warning\",\"timeStamp\":1659006593,"
                                + "\"host\":\"nas.example\",\"username\":\"mazu\",\"path\":\"path/to\",\"executable\":true,"
                                + "\"backup\":{\"directory\":\"20220728_1109\",\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"timeStamp\":7,"
                                + "\"host\":\"fg1\",\"product\":\"flow-gateway\",\"version\":\"1.0.0\"},"
                                + "\"checks\":[{\"id\":\"host\",\"result\":\"WARNING\",\"message\":\"of another gateway\",\"action\":\"look twice\",\"code\":\"check.other-host\"}],"
                                + "\"sections\":[{\"id\":\"config\",\"title\":\"Configuration\",\"added\":{\"count\":1,\"bytes\":2},"
                                + "\"changed\":{\"count\":1,\"bytes\":5},\"removed\":{\"count\":0,\"bytes\":0},"
                                + "\"entries\":[{\"path\":\"config/ü\",\"kind\":\"changed\",\"type\":\"file\",\"bytes_now\":3,\"bytes_then\":5,"
                                + "\"differences\":[\"content\",\"time\"]}]}]}"));
    }

    @Test
    void plansAreNotInTheContractsStatus() {
        gateway.jobs.jobs.add(
                RestGateway.job("plan-000007", Operation.PLAN, JobState.COMPLETED, "path/to/20220728_1109"));
        assertThat(gateway.get(RestGateway.RESTORE, VIEWER).body()).contains("\"status\":\"NONE\"");
        assertThat(gateway.get(RestGateway.BACKUP, VIEWER).body()).contains("\"status\":\"NONE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan-000008", "plan-000006", "backup-000001", "..%2Fjobs"})
    void otherJobIsNoPlan(String id) {
        gateway.jobs.jobs.add(RestGateway.job("backup-000001", Operation.BACKUP, JobState.COMPLETED, ""));
        gateway.jobs.jobs.add(RestGateway.job("plan-000006", Operation.PLAN, JobState.COMPLETED, ""));
        assertThat(gateway.get(PLANS + "/" + id, VIEWER))
                .isEqualTo(
                        Answer.json(
                                404,
                                "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"There is nothing at this path. Correct the path\","
                                        + "\"error_info\":{\"code\":\"http.no-resource\",\"property\":null,\"action\":\"Correct the path\"}}"));
    }

    @Test
    void restoreByAPlanUsesItsTargetAndSelection() {
        gateway.jobs.plan = PLAN;
        gateway.jobs.next = RestGateway.job("restore-000008", Operation.RESTORE, JobState.EXECUTING, "");
        assertThat(gateway.post(
                        RESTORE, OPERATOR, "{\"plan\":\"plan-000007\",\"security_pwd\":\"key\",\"password\":\"pw\"}"))
                .isEqualTo(new Answer(204, "null", "/api/mgmt.gateway_backup/1.1/jobs/restore-000008", null, null, ""));
        RestoreRequest request = (RestoreRequest) gateway.jobs.requests.get(0);
        assertThat(request.plan()).contains("plan-000007");
        assertThat(request.target()).isEqualTo(PLAN.target());
        assertThat(request.selection()).isEqualTo(PLAN.selection());
        gateway.post(
                RESTORE,
                OPERATOR,
                "{\"plan\":\"plan-000007\",\"security_pwd\":\"key\",\"hostname\":\"other\",\"no_cert\":true}");
        request = (RestoreRequest) gateway.jobs.requests.get(1);
        assertThat(request.target().hostname()).isEqualTo("other");
        assertThat(request.selection()).isEqualTo(RestoreSelection.withoutCertificates());
    }

    @Test
    void omittedContentIsDroppedOnlyOnRequest() {
        for (String value : List.of("true", "\"true\"", "false")) {
            gateway.jobs.next = RestGateway.job("plan-000007", Operation.PLAN, JobState.EXECUTING, "");
            gateway.post(
                    PLANS,
                    OPERATOR,
                    "{\"hostname\":\"localhost\",\"security_pwd\":\"key\",\"drop_omitted\":" + value + "}");
        }
        assertThat(gateway.jobs.requests)
                .extracting(request -> ((RestoreRequest) request).selection().dropOmitted())
                .containsExactly(true, true, false);
        assertThat(gateway.post(
                                "mgmt.gateway_backup/1.0/restore",
                                OPERATOR,
                                "{\"hostname\":\"localhost\",\"security_pwd\":\"key\",\"drop_omitted\":true}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aRestoreNeedsNoPlan() {
        gateway.jobs.next = RestGateway.job("restore-000008", Operation.RESTORE, JobState.EXECUTING, "");
        gateway.post(
                RESTORE, OPERATOR, "{\"hostname\":\"localhost\",\"security_pwd\":\"key\",\"paths\":[\"config/x\"]}");
        RestoreRequest request = (RestoreRequest) gateway.jobs.requests.get(0);
        assertThat(request.plan()).isEmpty();
        assertThat(request.selection().paths()).containsExactly("config/x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"sections\":\"config\"|sections is not an array of strings",
                "\"sections\":[1]|sections is not an array of strings",
                "\"paths\":[[\"config/x\"]]|paths is not an array of strings",
                "\"paths\":[]|sections and paths are empty",
                "\"paths\":[],\"sections\":[]|sections and paths are empty",
                "\"paths\":[null]|paths is not an array of strings",
                "\"paths\":[\"config/../x\"]|Use entries such as config/flows/0001.conf",
                "\"paths\":[\"config\"]|To restore a whole section, list it in sections",
                "\"paths\":[\"/etc/passwd\"]|request.path-invalid",
                "\"sections\":[\"Config\"]|Use ids such as config",
                "\"sections\":[\"config\"],\"paths\":[\"config/x\"]|contained in another entry",
                "\"paths\":[\"config/x\",\"config/x/y\"]|contained in another entry",
                "\"sections\":[\"config\"],\"no_cert\":true|no_cert cannot be combined with sections or paths",
                "\"sections\":[\"config\"],\"sections\":[\"config\"]|Duplicate property [sections]",
                "\"plan\":\"plan-000001\"|There is no such plan",
                "\"plans\":\"plan-000001\"|Unknown property [plans]",
                "\"paths\":[\"config/x\"|The body is not a JSON object"
            })
    void invalidRestoreIsRefused(String more, String text) {
        Answer answer = gateway.post(
                RESTORE, OPERATOR, "{\"hostname\":\"localhost\",\"security_pwd\":\"canary-4711\"," + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"error_id\":\"BAD_REQUEST\",\"error_text\":")
                .contains(text)
                .doesNotContain("canary");
        assertThat(gateway.jobs.requests).isEmpty();
    }

    @Test
    void aPlanOfAPlanIsRefused() {
        assertThat(gateway.post(
                                PLANS,
                                OPERATOR,
                                "{\"hostname\":\"localhost\",\"security_pwd\":\"k\",\"plan\":\"plan-000001\"}")
                        .body())
                .contains("Unknown property [plan]");
    }

    @ParameterizedTest
    @ValueSource(strings = {PLANS, RESTORE})
    void aViewerMayNotStart(String path) {
        assertThat(gateway.post(path, VIEWER, "{\"hostname\":\"localhost\",\"security_pwd\":\"key\"}")
                        .status())
                .isEqualTo(403);
        assertThat(gateway.post(path, null, "{}").status()).isEqualTo(401);
        assertThat(gateway.jobs.requests).isEmpty();
    }
}
