package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.rest.RestGateway.BACKUP;
import static org.flowgateway.backup.rest.RestGateway.NOBODY;
import static org.flowgateway.backup.rest.RestGateway.OPERATOR;
import static org.flowgateway.backup.rest.RestGateway.RESTORE;
import static org.flowgateway.backup.rest.RestGateway.VIEWER;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.rest.RestGateway.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error responses: JSON with two keys for every cause, without details for strangers. */
class ErrorResponseTest {

    private static final String REQUEST = "{\"hostname\":\"localhost\",\"security_pwd\":\"canary-4711\"}";

    private final RestGateway gateway = new RestGateway();

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        new InvalidRequestException("path", "path is outside"),
                        400,
                        "BAD_REQUEST",
                        "path is outside",
                        "request.invalid"),
                Arguments.of(
                        new JobInProgressException(RestGateway.job("1", Operation.RESTORE, JobState.EXECUTING, "")),
                        400,
                        "BAD_REQUEST",
                        "A restore is running since 2022-07-28T11:09:53Z, phase checking the target",
                        "request.job-running"),
                Arguments.of(
                        new NothingToConfirmException(RestGateway.job("1", Operation.RESTORE, JobState.COMPLETED, "")),
                        400,
                        "BAD_REQUEST",
                        "There is nothing to confirm",
                        "request.confirmation-after-success"),
                Arguments.of(
                        new NotReadyException("No section config yet"),
                        503,
                        "INTERNAL_ERROR",
                        "No section config yet",
                        "request.not-ready"),
                Arguments.of(
                        new StateDirectoryException("No space is left", new IOException("/secret/place")),
                        503,
                        "INTERNAL_ERROR",
                        "No space is left",
                        "request.state-directory"),
                Arguments.of(
                        RequestRejectedException.credentialsRequired(),
                        401,
                        "AUTH_REQUIRED",
                        "Authentication required",
                        "http.credentials-required"),
                Arguments.of(
                        new IOException("/secret/place"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error",
                        "http.internal-error"),
                Arguments.of(
                        new IllegalStateException("inside"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error",
                        "http.internal-error"),
                Arguments.of(
                        new OutOfMemoryError("inside"), 500, "INTERNAL_ERROR", "Internal error", "http.internal-error"),
                Arguments.of(
                        new InternalServerErrorException("inside"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error",
                        "http.internal-error"),
                Arguments.of(
                        new NotFoundException("inside"),
                        404,
                        "BAD_REQUEST",
                        "There is nothing at this path",
                        "http.no-resource"),
                Arguments.of(
                        new NotAllowedException("GET", new String[] {"POST"}),
                        405,
                        "BAD_REQUEST",
                        "Method not allowed; allowed: ",
                        "http.method-not-allowed"),
                Arguments.of(
                        new ClientErrorException("inside", 405),
                        405,
                        "BAD_REQUEST",
                        "Method not allowed",
                        "http.other-method-required"),
                Arguments.of(
                        new BadRequestException("inside"),
                        400,
                        "BAD_REQUEST",
                        "The request is malformed",
                        "http.request-malformed"),
                Arguments.of(
                        new NotAcceptableException("inside"),
                        400,
                        "BAD_REQUEST",
                        "The request is malformed",
                        "http.request-malformed"),
                Arguments.of(
                        new NotSupportedException("inside"),
                        400,
                        "BAD_REQUEST",
                        "The request is malformed",
                        "http.request-malformed"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void becomeTheContractsErrors(Throwable fault, int status, String id, String text, String code) {
        var response = new ErrorMapper().toResponse(fault);

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getMediaType()).hasToString("application/json");
        ErrorBody body = (ErrorBody) response.getEntity();
        assertThat(body.withoutInfo())
                .startsWith("{\"error_id\":\"" + id + "\",\"error_text\":\"" + text)
                .doesNotContain("error_info", "inside", "secret")
                .endsWith("\"}");
        assertThat(body.withInfo()).contains(",\"error_info\":{\"code\":\"" + code + "\",");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|mgmt.gateway_backup/1.1/plans|{}|hostname is required|request.hostname-missing|hostname",
                "POST|mgmt.gateway_backup/1.1/restore|{\"hostname\":\"localhost\",\"password\":\"\\u0007\"}|password holds a control character|request.control-character|password",
                "POST|mgmt.gateway_backup/1.1/plans|{\"hostnme\":1}|Unknown property|http.property-unknown|hostnme",
                "POST|mgmt.gateway_backup/1.1/restore|[]|The body is not a JSON object|http.body-not-an-object|",
                "GET|mgmt.gateway_backup/1.1/jobs/none||There is nothing at this path|http.no-resource|",
                "DELETE|mgmt.gateway_backup/1.1/jobs/none||Method not allowed|http.method-not-allowed|",
            })
    void errorsOf11HaveCodePropertyAndAction(
            String method, String path, String body, String text, String code, String property) {
        Answer answer = gateway.call(method, path, OPERATOR, "application/json", body);

        assertThat(answer.body())
                .matches("\\{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"" + text
                        + "[^\"]*\",\"error_info\":\\{\"code\":\"" + code + "\",\"property\":"
                        + (property == null ? "null" : "\"" + property + "\"") + ",\"action\":\"[^\"]+\"}}");
    }

    @Test
    void errorsOfEachVersionDifferInErrorInfoOnly() {
        String missing = "{\"hostname\":\"localhost\"}";
        String text = "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"security_pwd is required: it protects the backup."
                + " Set it to the password of the backup\"";

        assertThat(gateway.post(BACKUP, OPERATOR, missing).body()).isEqualTo(text + "}");
        assertThat(gateway.post("mgmt.gateway_backup/1.1/restore", OPERATOR, missing)
                        .body())
                .isEqualTo(text
                        + ",\"error_info\":{\"code\":\"http.security-password-missing\",\"property\":\"security_pwd\","
                        + "\"action\":\"Set it to the password of the backup\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "mgmt.gateway_backup/2.0/backup",
                "common/1.2/services",
                "mgmt.gateway_backup/1.1",
                "application.wadl"
            })
    void nothingIsAtOtherPaths(String path) {
        assertThat(gateway.get(path, OPERATOR))
                .isEqualTo(
                        Answer.json(
                                404,
                                "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"There is nothing at this path. Correct the path\"}"));
    }

    @ParameterizedTest
    @CsvSource({"DELETE," + BACKUP, "PUT," + BACKUP, "POST,common/1.0/services", "PATCH,mgmt.gateway_backup/1.1/jobs/1"
    })
    void otherMethodsNameTheAllowedOnes(String method, String path) {
        Answer answer = gateway.call(method, path, OPERATOR, "application/json", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.allow()).contains("GET");
        assertThat(answer.body()).startsWith("{\"error_id\":\"BAD_REQUEST\",\"error_text\":");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE," + BACKUP + ",'GET, HEAD, OPTIONS, POST'",
        "POST,cascade.aaa/1.0/keepalive,'GET, HEAD, OPTIONS'",
        "GET,mgmt.gateway_backup/1.1/restore,'OPTIONS, POST'"
    })
    void allowedMethodsExist(String method, String path, String allowed) {
        Answer answer = gateway.call(method, path, OPERATOR, "application/json", "{}");

        assertThat(answer.allow()).isEqualTo(allowed);
        assertThat(answer.body()).contains("allowed: " + allowed);
    }

    @Test
    void headAnswersLikeGet() {
        assertThat(gateway.call("HEAD", BACKUP, OPERATOR, null, null).status()).isEqualTo(200);
        assertThat(gateway.call("HEAD", BACKUP, null, null, null).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Encoding,gzip",
        "Content-Encoding,br",
        "Content-Encoding,'gzip, identity'",
        "Transfer-Encoding,'gzip, chunked'"
    })
    void anEncodedBodyIsRefusedInWords(String header, String coding) {
        for (String path :
                List.of(BACKUP, RESTORE, "mgmt.gateway_backup/1.1/restore", "mgmt.gateway_backup/1.1/plans")) {
            Answer answer = gateway.call("POST", path, OPERATOR, "application/json", REQUEST, header, coding);

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.body())
                    .startsWith("{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"The body is compressed")
                    .contains(header);
        }
        assertThat(gateway.jobs.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Content-Encoding,identity", "Transfer-Encoding,chunked", "Content-Encoding,''"})
    void aPlainBodyIsTaken(String header, String coding) {
        gateway.jobs.next = RestGateway.job("a-1", Operation.BACKUP, JobState.EXECUTING, "");

        assertThat(gateway.call("POST", BACKUP, OPERATOR, "application/json", REQUEST, header, coding)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void wrongPasswordsArePaused() {
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThat(gateway.get(BACKUP, "otto:wrong" + i).status()).isEqualTo(401);
        }

        Answer answer = gateway.get(BACKUP, OPERATOR);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(gateway.retryAfter).isEqualTo("1");
        assertThat(answer.body())
                .startsWith(
                        "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"This login was not checked: too many logins of this user with wrong passwords");
    }

    @Test
    void withoutCredentialsTheyAreAskedFor() {
        Answer answer = gateway.get(BACKUP, null);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.challenge()).startsWith("Basic realm=\"");
        assertThat(answer.body())
                .isEqualTo("{\"error_id\":\"AUTH_REQUIRED\",\"error_text\":\"Authentication required\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"otto:wrong", "OTTO:op:pass", "nobody:x", NOBODY, "otto", ":"})
    void wrongCredentialsAreRefused(String user) {
        Answer answer = gateway.get(BACKUP, user);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.challenge()).startsWith("Basic realm=\"");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"error_id\":\"AUTH_INVALID_CREDENTIALS\",\"error_text\":\"Make sure the user name is correct and"
                                + " type your password again. Be sure to use the correct case for the user name and password.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic", "Basic %%%", "Basic /////w=="})
    void malformedCredentialsAreRefused(String header) {
        assertThat(gateway.authorized(BACKUP, header).body()).startsWith("{\"error_id\":\"AUTH_INVALID_CREDENTIALS\",");
    }

    @Test
    void credentialsAreUtf8() {
        assertThat(gateway.get(BACKUP, "ädmin:pä ss").status()).isEqualTo(200);
    }

    @Test
    void aViewerMayNotStart() {
        Answer answer = gateway.post(BACKUP, VIEWER, REQUEST);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .startsWith("{\"error_id\":\"AUTH_INVALID_CREDENTIALS\",")
                .contains("admin or backup-operator");
        assertThat(gateway.jobs.requests).isEmpty();
    }

    @Test
    void internalErrorRevealsNothing() {
        gateway.jobs.fault = new IllegalStateException("canary-4711 in org.flowgateway");

        assertThat(gateway.post(BACKUP, OPERATOR, REQUEST))
                .isEqualTo(Answer.json(
                        500,
                        "{\"error_id\":\"INTERNAL_ERROR\",\"error_text\":\"Internal error. See the gateway's log\"}"));
    }
}
