package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creation of a report's file, which replaces nothing and is readable by its owner only. */
class ReportFileTest {

    @TempDir
    Path directory;

    @Test
    void fileIsReadableByItsOwnerOnly() throws Exception {
        Path file = directory.resolve("report.json");
        ReportFile.of(file.toString()).write("{\"ü\": 1}");
        assertThat(file).hasContent("{\"ü\": 1}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void existingFileIsRefusedBeforeTheRun() throws Exception {
        Path file = Files.writeString(directory.resolve("report.json"), "theirs");
        assertThatThrownBy(() -> ReportFile.of(file.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessage("Cannot write a report to " + file
                        + ": the file exists. Remove it, or name another file with --report");
    }

    @Test
    void danglingLinkIsRefused() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("report.json"), directory.resolve("elsewhere"));
        assertThatThrownBy(() -> ReportFile.of(link.toString())).hasMessageContaining("the file exists");
    }

    @Test
    void fileThatAppearsDuringTheRunIsNotReplaced() throws Exception {
        Path file = directory.resolve("report.json");
        ReportFile report = ReportFile.of(file.toString());
        Files.writeString(file, "theirs");
        assertThatThrownBy(() -> report.write("ours")).hasMessageContaining("the file exists");
        assertThat(file).hasContent("theirs");
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void directoryThatDisappearsDuringTheRunIsReported() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        ReportFile report = ReportFile.of(gone.resolve("report.json").toString());
        Files.delete(gone);
        assertThatThrownBy(() -> report.write("ours"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("report.json could not be written: its directory no longer exists. Fix this");
    }

    @Test
    void directoryWithoutWritePermissionIsRefused() {
        // Not even root may write there.
        assertThatThrownBy(() -> ReportFile.of("/proc/self/report.json"))
                .hasMessageContaining("no write permission on its directory. Grant it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "missing-directory/report.json", "a\0b", "pom.xml/report.json"})
    void nameOfNoFileIsRefused(String name) {
        assertThatThrownBy(() -> ReportFile.of(name))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("it is not the name of a file in an existing directory")
                .message()
                .doesNotContain("\0");
    }

    private Stream<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
