package org.flowgateway.backup.core;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowgateway.backup.tck.Command;

/** File system that a test mounts. A test that may not mount any is aborted. */
public final class TestMount implements AutoCloseable {

    private final Path point;

    private TestMount(Path point) {
        this.point = point;
    }

    /**
     * Mounts a file system in memory.
     *
     * @param point directory, which is created unless it exists
     * @param options of the mount, for example {@code size=4m}
     */
    static TestMount tmpfs(Path point, String options) throws IOException, InterruptedException {
        return mount(point, "-t", "tmpfs", "-o", options, "none");
    }

    /**
     * Mounts a file system.
     *
     * @param point directory, which is created unless it exists
     * @param arguments of the command, without the mount point
     */
    public static TestMount mount(Path point, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(point);
        String[] command = new String[arguments.length + 2];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        command[command.length - 1] = point.toString();
        try {
            Command.run(command);
        } catch (IOException e) {
            abort("no file system can be mounted here (" + e.getMessage() + ")");
        }
        return new TestMount(point);
    }

    /** Returns the mount point. */
    public Path point() {
        return point;
    }

    @Override
    public void close() {
        try {
            Command.run("umount", "-l", point.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
