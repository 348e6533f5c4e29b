package org.flowgateway.backup.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.flowgateway.backup.api.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of the file system are described with their cause and a remedy. */
class FileFailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new AccessDeniedException("/x"), "state.no-permission"),
                Arguments.of(new NoSuchFileException("/x"), "state.file-missing"),
                Arguments.of(new NotDirectoryException("/x"), "state.not-a-directory"),
                Arguments.of(new FileAlreadyExistsException("/x"), "state.file-exists"),
                Arguments.of(new DirectoryNotEmptyException("/x"), "state.directory-not-empty"),
                Arguments.of(new FileSystemException("/x", null, "No space left on device"), "state.no-space"),
                Arguments.of(new FileSystemException("/x", null, "Disk quota exceeded"), "state.no-space"),
                Arguments.of(new FileSystemException("/x", null, "Read-only file system"), "state.read-only"),
                Arguments.of(new FileSystemException("/x", null, "Device or resource busy"), "state.in-use"),
                Arguments.of(new FileSystemException("/x", null, "Input/output error"), "state.failed"),
                Arguments.of(new FileSystemException("/x"), "state.failed-without-reason"),
                Arguments.of(new IOException(), "state.failed-without-reason"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasItsMessageWithARemedy(IOException failure, String code) {
        Message message = FileFailures.describe(failure);
        assertThat(message.code()).isEqualTo(code);
        assertThat(message.summary()).isNotBlank().doesNotContain("/x");
        assertThat(message.action()).isNotBlank();
    }

    @Test
    void failureThatExplainsItselfIsGivenUnchanged() {
        assertThat(FileFailures.explain(new IOException("the journal is damaged")))
                .isEqualTo("the journal is damaged");
        assertThat(FileFailures.explain(new AccessDeniedException("/x"))).contains("permission denied. Give");
    }
}
