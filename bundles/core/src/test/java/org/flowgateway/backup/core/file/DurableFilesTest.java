package org.flowgateway.backup.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.core.InterceptedFileSystem;
import org.flowgateway.backup.core.InterceptedFileSystem.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change is on disk, whole, when its call returns; a failed one leaves the old content and no other file. */
class DurableFilesTest {

    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};

    @TempDir
    private Path directory;

    private final List<String> operations = new ArrayList<>();
    private Operation failing;
    private IOException failure;
    private Path file;

    @BeforeEach
    void hookFile() {
        file = InterceptedFileSystem.hooked(directory.resolve("file"), (operation, path) -> {
            operations.add(
                    operation + " " + directory.getParent().relativize(path).getFileName());
            if (operation == failing) {
                throw failure;
            }
        });
    }

    private Path plain() {
        return directory.resolve("file");
    }

    private Path temporary() {
        return directory.resolve("file.new");
    }

    private String name() {
        return directory.getFileName().toString();
    }

    @Test
    void contentIsSyncedBeforeItsNameAndTheNameBeforeTheReturn() throws IOException {
        Files.write(plain(), OLD);

        DurableFiles.replace(file, NEW);

        assertThat(plain()).hasBinaryContent(NEW);
        assertThat(operations)
                .endsWith(
                        "WRITE file.new",
                        "WRITE file.new",
                        "FORCE file.new",
                        "MOVE file.new",
                        "OPEN_TO_READ " + name(),
                        "FORCE " + name());
    }

    @Test
    void newFileIsItsOwnersAlone() throws IOException {
        DurableFiles.replace(plain(), NEW);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain())))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining("glob:**/file");
    }

    @Test
    void unfinishedReplacementIsReplaced() throws IOException {
        Files.write(temporary(), new byte[100]);

        DurableFiles.replace(plain(), NEW);

        assertThat(plain()).hasBinaryContent(NEW);
        assertThat(temporary()).doesNotExist();
    }

    @Test
    void failedReplacementLeavesTheOldContentAndNamesTheFile() throws IOException {
        Files.write(plain(), OLD);
        failing = Operation.FORCE;
        failure = new IOException("No space left on device");

        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> DurableFiles.replace(file, NEW))
                .satisfies(failed -> {
                    assertThat(failed.getFile()).isEqualTo(plain().toString());
                    assertThat(failed.getReason()).isEqualTo("No space left on device");
                    assertThat(failed).hasCause(failure);
                });

        assertThat(plain()).hasBinaryContent(OLD);
        assertThat(temporary()).doesNotExist();
    }

    @Test
    void failureThatNamesAFileIsUnchanged() {
        failing = Operation.MOVE;
        failure = new AccessDeniedException("/elsewhere");

        assertThatIOException()
                .isThrownBy(() -> DurableFiles.replace(file, NEW))
                .isSameAs(failure);

        assertThat(temporary()).doesNotExist();
    }

    @Test
    void failureToCleanUpIsAddedToTheFirst() {
        IOException deletion = new IOException("input/output error");
        failure = new IOException("No space left on device");
        Path failsTwice = InterceptedFileSystem.hooked(plain(), (operation, path) -> {
            if (operation == Operation.FORCE) {
                throw failure;
            }
            if (operation == Operation.DELETE && Files.exists(path)) {
                throw deletion;
            }
        });

        assertThatIOException()
                .isThrownBy(() -> DurableFiles.replace(failsTwice, NEW))
                .withCause(failure);

        assertThat(failure).hasSuppressedException(deletion);
        assertThat(temporary()).exists();
    }

    @Test
    void unfinishedReplacementIsDeletedAlone() throws IOException {
        Files.write(plain(), OLD);
        Files.write(temporary(), NEW);

        DurableFiles.deleteUnfinished(plain());
        DurableFiles.deleteUnfinished(plain());

        assertThat(plain()).hasBinaryContent(OLD);
        assertThat(temporary()).doesNotExist();
    }

    @Test
    void deletionIsSynced() throws IOException {
        Files.write(plain(), OLD);

        DurableFiles.delete(file);

        assertThat(plain()).doesNotExist();
        assertThat(operations).containsExactly("DELETE file", "OPEN_TO_READ " + name(), "FORCE " + name());

        operations.clear();
        DurableFiles.delete(file);
        assertThat(operations).containsExactly("DELETE file");
    }

    @Test
    void renameSyncsTheDirectory() throws IOException {
        Files.write(plain(), OLD);

        DurableFiles.rename(file, file.resolveSibling("renamed"));

        assertThat(directory.resolve("renamed")).hasBinaryContent(OLD);
        assertThat(operations).containsExactly("MOVE file", "OPEN_TO_READ " + name(), "FORCE " + name());
    }

    @Test
    void renameIntoAnotherDirectorySyncsBoth() throws IOException {
        Files.write(plain(), OLD);
        Files.createDirectory(directory.resolve("other"));

        DurableFiles.rename(file, file.resolveSibling("other").resolve("file"));

        assertThat(directory.resolve("other/file")).hasBinaryContent(OLD);
        assertThat(operations)
                .containsExactly(
                        "MOVE file", "OPEN_TO_READ " + name(), "FORCE " + name(), "OPEN_TO_READ other", "FORCE other");
    }

    @Test
    void missingDirectoryCannotBeSynced() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> DurableFiles.syncDirectory(directory.resolve("missing")));
    }
}
