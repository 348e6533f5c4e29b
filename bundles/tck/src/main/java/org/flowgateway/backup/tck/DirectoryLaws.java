package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 10 for a transport that stores objects as files in directories with symbolic links, to which the test has access. An
 * implementation joins as it joins {@link TransportLaws}.
 */
public abstract class DirectoryLaws extends LawSuite {

    private static final String SECRET = "not for backups";

    @TempDir
    private Path outside;

    /** Called by subclasses. */
    protected DirectoryLaws() {}

    @Override
    protected abstract TransportFixture newFixture() throws Exception;

    private Path directory() {
        return fixture().directory().orElseThrow(() -> new IllegalStateException("These laws require withDirectory"));
    }

    @BeforeEach
    final void plantLinks() throws IOException {
        Files.writeString(outside.resolve("secret"), SECRET);
        Files.createDirectories(directory());
        Files.createSymbolicLink(directory().resolve("out"), outside);
        Files.createSymbolicLink(directory().resolve("file"), outside.resolve("secret"));
    }

    @AfterEach
    final void removeLinks() throws IOException {
        Files.deleteIfExists(directory().resolve("out"));
        Files.deleteIfExists(directory().resolve("file"));
    }

    @Test
    @DisplayName("10: a symbolic link is neither an object nor a directory")
    void linksAreListedAsOther() throws Exception {
        assertThat(session().list(Optional.empty()))
                .containsExactlyInAnyOrder(ListEntry.other("out"), ListEntry.other("file"));
    }

    @Test
    @DisplayName("10: nothing is read through a symbolic link")
    void nothingIsReadThroughLinks() throws Exception {
        for (ObjectName name : new ObjectName[] {name("out/secret"), name("file")}) {
            assertKind(
                    failure(() -> content(session(), name)),
                    FailureKind.NOT_FOUND,
                    FailureKind.DENIED,
                    FailureKind.UNKNOWN);
            try {
                assertThat(session().stat(name)).as("length through a link").isEmpty();
            } catch (TransportException refused) {
                assertThat(refused.kind().isTransient()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("10: nothing is stored or removed through a symbolic link")
    void nothingIsStoredThroughLinks() throws Exception {
        failure(() -> session().put(name("out/new"), BytesSource.random(10, 1)));
        failure(() -> session().put(name("file"), BytesSource.random(10, 1)));
        try {
            session().delete(name("out/secret"));
        } catch (TransportException refused) {
            assertThat(refused.kind().isTransient()).isFalse();
        }
        assertThat(outside).isDirectoryNotContaining(path -> !path.equals(outside.resolve("secret")));
        assertThat(outside.resolve("secret")).hasContent(SECRET);
        assertThat(Files.exists(directory().resolve("out"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }
}
