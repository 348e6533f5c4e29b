package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tck.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 10: symbolic links are not followed in any component. */
class SymbolicLinkTest extends LocalFixture {

    private Path outside;

    @BeforeEach
    void plant() throws Exception {
        outside = Files.createDirectories(base.resolve("outside/sub"));
        Files.writeString(outside.resolve("secret"), "not yours");
        Files.createDirectories(root.resolve("a"));
        Files.createSymbolicLink(root.resolve("link"), base.resolve("outside"));
        Files.createSymbolicLink(root.resolve("a/link"), outside);
        Files.createSymbolicLink(root.resolve("file-link"), outside.resolve("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"link/sub/secret", "a/link/secret", "file-link"})
    @DisplayName("reading, stat and removing through a symbolic link is DENIED, and files outside stay")
    void readsThroughNone(String name) throws Exception {
        assertThat(failure(() -> session.read(name(name))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.stat(name(name))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.delete(name(name))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(outside.resolve("secret")).hasContent("not yours");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"link/new", "link/sub/new", "link/deep/new", "a/link/new", "file-link", "file-link/new", "link"})
    @DisplayName("storing through or over a symbolic link fails, and nothing appears outside")
    void storesThroughNone(String name) throws Exception {
        TransportException failure = failure(() -> session.put(name(name), SOURCE));
        assertThat(failure.kind()).isIn(FailureKind.DENIED, FailureKind.ALREADY_EXISTS);
        assertThat(base.resolve("outside"))
                .isDirectoryNotContaining("glob:**/new")
                .isDirectoryNotContaining("glob:**/deep");
        assertThat(outside).isDirectoryNotContaining("glob:**/new");
        assertThat(outside.resolve("secret")).hasContent("not yours");
    }

    @Test
    @DisplayName("a linked directory is not listed, and links are listed as neither object nor directory")
    void listsNone() throws Exception {
        assertThat(failure(() -> session.list(Optional.of(name("link")))).kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.list(Optional.of(name("a/link")))).kind())
                .isEqualTo(FailureKind.DENIED);
        assertThat(session.list(Optional.empty()))
                .extracting(ListEntry::name, ListEntry::kind, ListEntry::length)
                .containsExactlyInAnyOrder(
                        tuple("a", ListEntry.Kind.DIRECTORY, 0L),
                        tuple("link", ListEntry.Kind.OTHER, 0L),
                        tuple("file-link", ListEntry.Kind.OTHER, 0L));
    }

    @Test
    @DisplayName("a root that is replaced by a symbolic link while a session is open is not followed")
    void rootExchanged() throws Exception {
        Files.move(root, base.resolve("moved"));
        Files.createSymbolicLink(root, outside);
        assertThat(failure(() -> session.stat(name("secret"))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.put(name("new"), SOURCE)).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.list(Optional.empty())).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.probe()).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    @Timeout(300)
    @DisplayName("a named pipe is not opened, which would block")
    void pipesAreNotOpened() throws Exception {
        Command.run("mkfifo", root.resolve("pipe").toString());
        assertThat(failure(() -> session.read(name("pipe"))).kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure(() -> session.put(name("pipe"), SOURCE)).kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
        assertThat(failure(() -> session.delete(name("pipe"))).kind()).isEqualTo(FailureKind.DENIED);
    }
}
