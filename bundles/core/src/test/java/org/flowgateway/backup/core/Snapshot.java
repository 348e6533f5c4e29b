package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.flowgateway.backup.tck.MemoryTransport;

/** All of a gateway's disk and of its target at one instant, as a loss of power would leave it, to be put back later. */
final class Snapshot {

    private final Path directory;
    private final Path copy;
    private final MemoryTransport memory;
    private final SortedMap<String, byte[]> objects;

    private Snapshot(Path directory, Path copy, MemoryTransport memory) {
        this.directory = directory;
        this.copy = copy;
        this.memory = memory;
        this.objects = memory.objects();
    }

    /** @param directory the gateway's, beside which the copy goes */
    static Snapshot of(Path directory, MemoryTransport memory) {
        Path copy = directory.resolveSibling(directory.getFileName() + ".snapshot");
        run("cp", "-a", directory.toString(), copy.toString());
        return new Snapshot(directory, copy, memory);
    }

    void putBack() {
        run("rm", "-rf", directory.toString());
        run("mv", copy.toString(), directory.toString());
        memory.objects().keySet().forEach(memory::lose);
        objects.forEach(memory::plant);
    }

    /** Deletes a tree, if it is there; also what its owner may not write to. */
    static void delete(Path tree) {
        run("sh", "-c", "test ! -e \"$0\" || { chmod -R u+rwX \"$0\" && rm -rf \"$0\"; }", tree.toString());
    }

    /** Runs a command that must succeed. */
    static void run(String... command) {
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).as(String.join(" ", command)).isZero();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
