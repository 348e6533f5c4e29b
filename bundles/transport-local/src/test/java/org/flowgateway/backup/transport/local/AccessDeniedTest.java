package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tck.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures of missing permissions. */
class AccessDeniedTest extends LocalFixture {

    private static final Path ROOT = Path.of("/backups");

    @AfterEach
    void release() throws Exception {
        if (session.stat(name("d/object")).isPresent()) {
            Command.run("sh", "-c", "chattr -i '" + root + "/d' 2>/dev/null; chmod 0700 '" + root + "/d'");
        }
    }

    @Test
    @DisplayName("a directory without permission is DENIED, and never reported as absence")
    void protectedDirectory() throws Exception {
        session.put(name("d/object"), SOURCE);
        protect();
        assertThat(failure(() -> session.put(name("d/new"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.delete(name("d/object"))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(session.stat(name("d/object"))).contains(ObjectAttributes.ofLength(1000));
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, NO_SPACE",
        "Disk quota exceeded, NO_SPACE",
        "Read-only file system, DENIED",
        "Operation not permitted, DENIED",
        "Input/output error, UNKNOWN",
        "Stale file handle, UNKNOWN",
        "Too many open files, UNKNOWN"
    })
    @DisplayName("each error of the operating system has one kind, with or without a file name")
    void classifies(String reason, FailureKind kind) {
        TransportException named =
                LocalFailureClassifier.of(new FileSystemException("/backups/d", null, reason), "Storing d", ROOT);
        TransportException bare = LocalFailureClassifier.of(new IOException(reason), "Storing d", ROOT);
        assertThat(named.kind()).isEqualTo(kind);
        assertThat(bare.kind()).isEqualTo(kind);
        assertThat(named)
                .hasMessageStartingWith("Storing d")
                .hasMessageContaining("/backups")
                .hasMessageNotContaining("Exception");
    }

    @Test
    @DisplayName("a file that is gone is NOT_FOUND, with its name")
    void missingFile() {
        assertThat(LocalFailureClassifier.of(new NoSuchFileException("/backups/d"), "Storing d", ROOT))
                .hasMessageContaining("there is no /backups/d")
                .extracting(TransportException::kind)
                .isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    @DisplayName("a missing permission names the file, an interruption is CLOSED, and a missing message is no null")
    void classifiesTypes() {
        assertThat(LocalFailureClassifier.of(new AccessDeniedException("/backups/d"), "Storing d", ROOT))
                .hasMessageContaining("read and write /backups/d")
                .extracting(TransportException::kind)
                .isEqualTo(FailureKind.DENIED);
        assertThat(LocalFailureClassifier.of(new ClosedByInterruptException(), "Storing d", ROOT)
                        .kind())
                .isEqualTo(FailureKind.CLOSED);
        assertThat(LocalFailureClassifier.of(new IOException(), "Storing d", ROOT))
                .hasMessageNotContaining("null");
    }

    private void protect() throws Exception {
        boolean administrator = "root".equals(System.getProperty("user.name"));
        try {
            // Modes do not bind root; the immutable attribute does.
            Command.run(
                    administrator
                            ? new String[] {"chattr", "+i", root + "/d"}
                            : new String[] {"chmod", "0500", root + "/d"});
        } catch (IOException e) {
            abort("Not tested: a protected directory, because none can be made here (" + e.getMessage() + ")");
        }
    }
}
