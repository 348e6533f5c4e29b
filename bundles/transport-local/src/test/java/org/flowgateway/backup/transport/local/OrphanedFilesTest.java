package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Temporary files: orphans are removed, those of active writers stay, and a writer that loses its file writes again. */
@Timeout(300)
class OrphanedFilesTest extends LocalFixture {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName(
            "an orphan of a killed process is hidden, is kept while the process lives, and is removed with the directory's last object")
    void killedProcess() throws Exception {
        Process writer = OtherProcess.start("store", root, "d/stuck");
        try {
            assertThat(writer.getInputStream().read())
                    .as("the writer's sign that it is half through")
                    .isEqualTo('!');
            session.put(name("d/object"), SOURCE);
            assertThat(listed("d")).containsExactly("object");
            session.delete(name("d/object"));
            assertThat(onDisk())
                    .as("the file of a living writer")
                    .hasSize(2)
                    .anyMatch(file -> file.startsWith("d/.stuck~"));
        } finally {
            writer.destroyForcibly().waitFor();
        }
        session.delete(name("d/stuck"));
        assertThat(onDisk()).isEmpty();
    }

    @Test
    @DisplayName("a probe removes the orphans in the root")
    void probeClears() throws Exception {
        Files.createDirectories(root);
        Files.writeString(root.resolve(".000000.tar.zst.pgp~0123456789abcdef.tmp"), "half");
        Files.writeString(root.resolve(".foreign"), "kept");
        session.probe();
        assertThat(onDisk()).containsExactly(".foreign");
    }

    @Test
    @DisplayName("directories that hold only orphans are removed, at every level")
    void orphansAtEveryLevel() throws Exception {
        session.put(name("a/b/object"), SOURCE);
        Files.writeString(root.resolve("a/.x~0123456789abcdef.tmp"), "half");
        Files.writeString(root.resolve("a/b/.y~0123456789abcdef.tmp"), "half");
        session.delete(name("a/b/object"));
        assertThat(onDisk()).isEmpty();
    }

    @Test
    @DisplayName("other files are kept")
    void filesOfOthersStay() throws Exception {
        session.put(name("a/object"), SOURCE);
        Files.writeString(root.resolve("a/.object~0123456789abcdef.swp"), "somebody's");
        session.delete(name("a/object"));
        assertThat(onDisk()).containsExactly("a", "a/.object~0123456789abcdef.swp");
    }

    @Test
    @DisplayName("an active writer of this process keeps its file and its lock while others remove and probe")
    void activeWriterKeepsItsFile() throws Exception {
        Latch latch = new Latch();
        TransportSession writer = newSession();
        Future<?> put = start(() -> {
            writer.put(name("d/slow"), BytesSource.random(200_000, 1).pausingAfter(100_000, latch));
            return null;
        });
        latch.awaitReached();
        session.delete(name("d/other"));
        session.probe();
        // An access in this process must not release the lock that other processes check.
        assertThat(OtherProcess.start("remove", root, "d/other").waitFor()).isZero();
        assertThat(onDisk()).hasSize(2).anyMatch(file -> file.startsWith("d/.slow~"));
        latch.open();
        put.get(120, TimeUnit.SECONDS);
        assertThat(content(session, name("d/slow"))).hasSize(200_000);
    }

    @Test
    @DisplayName("a writer whose file and directory are removed meanwhile writes again")
    void writesAgain() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        ObjectSource source = new ObjectSource() {
            @Override
            public long length() {
                return SOURCE.length();
            }

            @Override
            public String sha256() {
                return SOURCE.sha256();
            }

            @Override
            public InputStream open() throws IOException {
                if (opened.incrementAndGet() == 1) {
                    for (String file :
                            onDisk().stream().filter(path -> path.contains("~")).toList()) {
                        Files.delete(root.resolve(file));
                    }
                    Files.delete(root.resolve("d"));
                }
                return SOURCE.open();
            }
        };
        session.put(name("d/object"), source);
        assertThat(opened).hasValue(2);
        assertThat(onDisk()).containsExactly("d", "d/object");
    }

    private <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }
}
