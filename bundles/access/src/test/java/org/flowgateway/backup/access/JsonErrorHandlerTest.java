package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of the errors that the HTTP server answers itself. */
class JsonErrorHandlerTest {

    @ParameterizedTest
    @CsvSource({
        "400, /api, REQUEST_MALFORMED",
        "400, /api//backup, PATH_WITH_DOUBLE_SLASH",
        "400, /api/%2e%2e/backup, PATH_AMBIGUOUS",
        "404, /api, NO_RESOURCE",
        "405, /api, METHOD_NOT_ALLOWED",
        "408, /api, REQUEST_MALFORMED",
        "414, /api, PATH_TOO_LONG",
        "417, /api, EXPECTATION_UNSUPPORTED",
        "426, /api, HTTP_1_REQUIRED",
        "431, /api, HEADERS_TOO_LARGE",
        "500, /api, INTERNAL_ERROR",
        "503, /api, UNAVAILABLE",
        "505, /api, HTTP_VERSION_UNSUPPORTED"
    })
    void dependOnStatusAndPath(int status, String path, ServerMessage message) {
        assertThat(JsonErrorHandler.message(status, HttpURI.from(path))).isEqualTo(message);
    }

    @Test
    void requestWithoutAPathIsMalformed() {
        assertThat(JsonErrorHandler.message(400, null)).isEqualTo(ServerMessage.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(ServerMessage.class)
    void needNoEscapesInJson(ServerMessage message) {
        assertThat(message.with().text()).matches("[ -~]+").doesNotContain("\"", "\\");
        assertThat(message.with().action()).isNotEmpty();
    }
}
