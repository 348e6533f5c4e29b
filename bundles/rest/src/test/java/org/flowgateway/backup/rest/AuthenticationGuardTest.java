package org.flowgateway.backup.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.rest.RestGateway.BACKUP;
import static org.flowgateway.backup.rest.RestGateway.OPERATOR;
import static org.flowgateway.backup.rest.RestGateway.RESTORE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No resource ever answers without authentication. */
class AuthenticationGuardTest {

    private static final Path COMPONENTS = Path.of("target/classes/OSGI-INF");

    /** Reads the component descriptors that the build generated for the whiteboard. */
    static List<String> resources() throws IOException {
        try (Stream<Path> files = Files.list(COMPONENTS)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .map(AuthenticationGuardTest::text)
                    .filter(component -> component.contains("osgi.jakartars.resource"))
                    .toList();
        }
    }

    @Test
    void thereAreResourcesToGuard() throws IOException {
        assertThat(resources()).hasSize(8);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theWhiteboardPublishesNoneWithoutTheFilterAndTheMapper(String component) {
        assertThat(component)
                .contains("osgi.jakartars.extension.select")
                .contains(AuthenticationFilter.SELECT)
                .contains(ErrorMapper.SELECT);
    }

    @ParameterizedTest
    @CsvSource({
        "GET," + BACKUP,
        "POST," + BACKUP,
        "GET," + RESTORE,
        "POST," + RESTORE,
        "GET,mgmt.gateway_backup/1.1/jobs/1",
        "GET,cascade.aaa/1.0/keepalive",
        "POST,mgmt.gateway_backup/1.1/jobs/1/confirm",
        "POST,mgmt.gateway_backup/1.1/plans",
        "GET,mgmt.gateway_backup/1.1/plans/plan-000001",
        "POST,mgmt.gateway_backup/1.1/restore"
    })
    void noResourceAnswersWithoutTheFilter(String method, String path) {
        RestGateway unfiltered = new RestGateway(false, true);

        assertThat(unfiltered
                        .call(
                                method,
                                path,
                                OPERATOR,
                                "application/json",
                                "{\"hostname\":\"localhost\",\"security_pwd\":\"x\"}")
                        .status())
                .isEqualTo(401);
        assertThat(unfiltered.jobs.requests).isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
