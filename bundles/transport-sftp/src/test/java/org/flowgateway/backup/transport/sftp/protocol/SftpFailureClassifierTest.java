package org.flowgateway.backup.transport.sftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classification of failed requests. */
class SftpFailureClassifierTest {

    private static final String TARGET = "/srv/backups on backups.example";

    @ParameterizedTest
    @CsvSource({
        "2, NO_FILE, NOT_FOUND",
        "3, NO_PERMISSION, DENIED",
        "5, SERVER_ERROR, UNKNOWN",
        "7, STORAGE_LOST, CONNECTION_LOST",
        "11, FILE_EXISTS, ALREADY_EXISTS",
        "12, NO_PERMISSION, DENIED",
        "14, NO_SPACE, NO_SPACE",
        "15, NO_SPACE, NO_SPACE",
        "19, NO_FILE, NOT_FOUND"
    })
    @DisplayName("the status decides; the message names the task, the target, and what the server reports")
    void statuses(int code, SftpMessage message, FailureKind kind) {
        TransportException failure = SftpFailureClassifier.of(new SftpStatus(code, "Not today"), "Storing a/b", TARGET);
        assertThat(failure.description().code()).isEqualTo(message.code());
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageContaining("Storing a/b in " + TARGET)
                .hasMessageContaining("\"Not today (status " + code + ")\"");
    }

    @Test
    @DisplayName("any other failure is UNKNOWN, also without a message")
    void others() {
        TransportException failure = SftpFailureClassifier.of(new IOException("it was closed"), "Reading a/b", TARGET);
        assertThat(failure.description().code()).isEqualTo(SftpMessage.FAILED.code());
        assertThat(failure).hasMessageContaining("it was closed");
        assertThat(SftpFailureClassifier.of(new IOException(), "Reading a/b", TARGET))
                .hasMessageNotContaining("null");
    }
}
