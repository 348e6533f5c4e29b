package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.rest.RestGateway.BACKUP;
import static org.flowgateway.backup.rest.RestGateway.NOBODY;
import static org.flowgateway.backup.rest.RestGateway.OPERATOR;
import static org.flowgateway.backup.rest.RestGateway.RESTORE;
import static org.flowgateway.backup.rest.RestGateway.VIEWER;

import jakarta.ws.rs.BadRequestException;
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
import org.flowgateway.backup.api.Operation;
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
                        new InvalidRequestException("path", "path is outside"), 400, "BAD_REQUEST", "path is outside"),
                Arguments.of(
                        new JobInProgressException(RestGateway.job("1", Operation.RESTORE, JobState.EXECUTING, "")),
                        400,
                        "BAD_REQUEST",
                        "A restore is running since 2022-07-28T11:09:53Z, phase checking the target; wait until it has ended"),
                Arguments.of(
                        new NotReadyException("No section config yet"), 503, "INTERNAL_ERROR", "No section config yet"),
                Arguments.of(
                        AccessRefusedException.credentialsRequired(), 401, "AUTH_REQUIRED", "Authentication required"),
                Arguments.of(
                        new IOException("/secret/place"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error; the gateway's log says more"),
                Arguments.of(
                        new IllegalStateException("inside"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error; the gateway's log says more"),
                Arguments.of(
                        new OutOfMemoryError("inside"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error; the gateway's log says more"),
                Arguments.of(
                        new InternalServerErrorException("inside"),
                        500,
                        "INTERNAL_ERROR",
                        "Internal error; the gateway's log says more"),
                Arguments.of(new NotFoundException("inside"), 404, "BAD_REQUEST", "There is nothing at this path"),
                Arguments.of(
                        new NotAllowedException("GET", new String[] {"POST"}),
                        405,
                        "BAD_REQUEST",
                        "This method is not possible here; possible are "),
                Arguments.of(new BadRequestException("inside"), 400, "BAD_REQUEST", "The request cannot be understood"),
                Arguments.of(
                        new NotAcceptableException("inside"), 400, "BAD_REQUEST", "The request cannot be understood"),
                Arguments.of(
                        new NotSupportedException("inside"), 400, "BAD_REQUEST", "The request cannot be understood"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void becomeTheContractsErrors(Throwable fault, int status, String id, String text) {
        var response = new ErrorMapper().toResponse(fault);

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getMediaType()).hasToString("application/json");
        assertThat(response.getEntity().toString())
                .startsWith("{\"error_id\":\"" + id + "\",\"error_text\":\"" + text)
                .endsWith("\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "mgmt.gateway_backup/2.0/backup",
                "common/1.2/services",
                "mgmt.gateway_backup/1.1/jobs/none",
                "application.wadl"
            })
    void nothingIsAtOtherPaths(String path) {
        assertThat(gateway.get(path, OPERATOR))
                .isEqualTo(new Answer(
                        404,
                        "application/json",
                        null,
                        null,
                        null,
                        "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"There is nothing at this path\"}"));
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
        assertThat(answer.body()).contains("possible are " + allowed);
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
        assertThat(answer.body()).startsWith("{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"Too many logins");
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
        assertThat(answer.body()).startsWith("{\"error_id\":\"AUTH_INVALID_CREDENTIALS\",");
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
        assertThat(answer.body()).startsWith("{\"error_id\":\"AUTH_INVALID_CREDENTIALS\",");
        assertThat(gateway.jobs.requests).isEmpty();
    }

    @Test
    void internalErrorRevealsNothing() {
        gateway.jobs.fault = new IllegalStateException("canary-4711 in org.flowgateway");

        assertThat(gateway.post(BACKUP, OPERATOR, REQUEST))
                .isEqualTo(
                        new Answer(
                                500,
                                "application/json",
                                null,
                                null,
                                null,
                                "{\"error_id\":\"INTERNAL_ERROR\",\"error_text\":\"Internal error; the gateway's log says more\"}"));
    }
}
