package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Failures of a full or read-only file system of 1 MiB; skipped where none can be mounted. */
class DiskFailureTest extends LocalFixture {

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectory(root);
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", root.toString());
        } catch (IOException e) {
            abort("Not tested: a full and a read-only disk, because no file system may be mounted here ("
                    + e.getMessage() + ")");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        close();
        if (Files.getFileStore(root).type().equals("tmpfs")
                && !Files.getFileStore(root).equals(Files.getFileStore(base))) {
            Command.run("umount", root.toString());
        }
    }

    @Test
    @DisplayName(
            "a full disk is NO_SPACE with the directory and what to do; no orphan is left, and smaller objects are stored")
    void fullDisk() throws Exception {
        session.put(name("kept"), SOURCE);
        TransportException full = failure(() -> session.put(name("d/large"), BytesSource.random(2 * 1024 * 1024, 1)));
        assertThat(full.kind()).isEqualTo(FailureKind.NO_SPACE);
        assertThat(full).hasMessageContaining(root.toString()).hasMessageContaining("Free space");
        assertThat(onDisk()).containsExactly("d", "kept");
        session.put(name("d/small"), SOURCE);
        assertThat(content(session, name("d/small"))).isEqualTo(SOURCE.bytes());
        assertThat(session.probe().freeBytes().getAsLong()).isBetween(500_000L, 1_048_576L);
    }

    @Test
    @DisplayName("a probe of a full disk is NO_SPACE")
    void probeOfFullDisk() throws Exception {
        Command.run("sh", "-c", "dd if=/dev/zero of='" + root + "/filler' bs=4096 2>/dev/null || true");
        assertThat(failure(() -> session.probe()).kind()).isEqualTo(FailureKind.NO_SPACE);
        assertThat(onDisk()).containsExactly("filler");
    }

    @Test
    @DisplayName("a disk without free inodes is NO_SPACE too")
    void noEntriesLeft() throws Exception {
        Command.run("mount", "-o", "remount,nr_inodes=3", root.toString());
        // The root, an object, and its temporary name beside it while it is stored.
        session.put(name("a"), SOURCE);
        assertThat(failure(() -> session.put(name("b"), SOURCE)).kind()).isEqualTo(FailureKind.NO_SPACE);
        assertThat(onDisk()).containsExactly("a");
    }

    @Test
    @DisplayName("a link on a disk without free inodes is NO_SPACE")
    void noEntryForALink() throws Exception {
        session.put(name("a"), SOURCE);
        Command.run("mount", "-o", "remount,nr_inodes=2", root.toString());
        assertThat(failure(() -> session.link(name("a"), name("b"))).kind()).isEqualTo(FailureKind.NO_SPACE);
        assertThat(onDisk()).containsExactly("a");
    }

    @Test
    @DisplayName("a link to another file system is refused, and changes nothing there")
    void linkAcross() throws Exception {
        session.put(name("d/object"), SOURCE);
        Files.createDirectory(root.resolve("disk"));
        Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", root + "/disk");
        try {
            assertThat(session.link(name("d/object"), name("disk/new/to"))).isFalse();
            assertThat(onDisk()).containsExactly("d", "d/object", "disk");
        } finally {
            Command.run("umount", root + "/disk");
        }
    }

    @Test
    @DisplayName("a read-only disk is DENIED for every change, and can be read")
    void readOnlyDisk() throws Exception {
        session.put(name("d/object"), SOURCE);
        Command.run("mount", "-o", "remount,ro", root.toString());
        assertDenied(failure(() -> session.put(name("d/new"), SOURCE)));
        assertDenied(failure(() -> session.put(name("new/new"), SOURCE)));
        assertDenied(failure(() -> session.delete(name("d/object"))));
        assertDenied(failure(() -> session.link(name("d/object"), name("d/new"))));
        assertDenied(failure(() -> session.probe()));
        assertThat(content(session, name("d/object"))).isEqualTo(SOURCE.bytes());
        assertThat(listed("d")).containsExactly("object");
    }

    private void assertDenied(TransportException failure) {
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure).hasMessageContaining(root.toString()).hasMessageContaining("read-only");
    }
}
