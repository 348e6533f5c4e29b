package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, links and directories under the names of temporary files: an opening that waits for another process would never end. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpecialFilesTest extends LocalFixture {

    private static final String TEMPORARY = ".object~0123456789abcdef.tmp";

    @BeforeEach
    void makeDirectory() throws Exception {
        Files.createDirectories(root.resolve("d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfifo", "mkdir", "ln -s /dev/zero", "ln -s nowhere"})
    @DisplayName("a special file is neither opened nor removed, is listed, and blocks no call")
    void leftAlone(String make) throws Exception {
        Command.run("sh", "-c", "cd '" + root + "' && " + make + " " + TEMPORARY + " && " + make + " d/" + TEMPORARY);
        session.probe();
        session.put(name("d/object"), SOURCE);
        ListEntry.Kind kind = make.equals("mkdir") ? ListEntry.Kind.DIRECTORY : ListEntry.Kind.OTHER;
        assertThat(session.list(Optional.empty()))
                .extracting(ListEntry::name, ListEntry::kind)
                .containsExactlyInAnyOrder(tuple("d", ListEntry.Kind.DIRECTORY), tuple(TEMPORARY, kind));
        session.delete(name("d/object"));
        assertThat(session.list(Optional.of(name("d"))))
                .extracting(ListEntry::name, ListEntry::kind)
                .containsExactly(tuple(TEMPORARY, kind));
        Command.run("sh", "-c", "cd '" + root + "' && rm -r " + TEMPORARY + " d/" + TEMPORARY);
        session.delete(name("d/object"));
        assertThat(onDisk()).as("the directory goes once it is empty").isEmpty();
    }

    @Test
    @DisplayName("an orphan that is replaced by a pipe before it is opened does not block")
    void orphanBecomesPipe() throws Exception {
        Files.writeString(root.resolve("d").resolve(TEMPORARY), "half");
        try (TransportSession observed = replacing("d/" + TEMPORARY, TreeOperation.OPEN_TO_WRITE)) {
            observed.delete(name("d/object"));
            assertThat(onDisk()).containsExactly("d", "d/" + TEMPORARY);
        }
    }

    @Test
    @DisplayName("an object that is replaced by a pipe before it is opened does not block")
    void objectBecomesPipe() throws Exception {
        for (String call : new String[] {"read", "put"}) {
            Files.write(root.resolve("d/object"), SOURCE.bytes());
            try (TransportSession observed = replacing("d/object", TreeOperation.OPEN_TO_READ)) {
                TransportException failure = failure(() -> {
                    if (call.equals("read")) {
                        observed.read(name("d/object"));
                    } else {
                        observed.put(name("d/object"), SOURCE);
                    }
                });
                assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
            }
            Files.delete(root.resolve("d/object"));
        }
    }

    /** A session that finds a pipe in the place of a file when it opens it. */
    private TransportSession replacing(String file, TreeOperation when) throws Exception {
        Path replaced = root.resolve(file);
        LocalTransport observed = TestTransport.observed(
                (operation, path) -> {
                    if (operation == when && path.equals(replaced.toString()) && Files.isRegularFile(replaced)) {
                        Files.delete(replaced);
                        mkfifo(replaced);
                    }
                },
                root);
        return observed.open(new TransportTarget("local", "", "", ""), Optional.empty());
    }

    private static void mkfifo(Path file) throws IOException {
        try {
            Command.run("mkfifo", file.toString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
