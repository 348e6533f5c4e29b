package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tck.DiskFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A process whose root is a plain directory, as in a chroot: for Java, files there are on no mounted file system. */
class ChrootTest extends DiskFixture {

    /** Mounts everything below the new root, in a namespace of its own; the root itself stays what it is. */
    private static final String CHROOT = """
            for name in /*; do
                if test -L "$name"; then cp -a "$name" "$0$name"
                elif test -d "$name"; then mkdir "$0$name" && mount --rbind "$name" "$0$name"
                fi
            done && mkdir "$0/plain" && exec chroot "$0" "$@\"""";

    @BeforeEach
    void mayMount() throws Exception {
        try {
            Command.run("unshare", "-m", "chroot", "/", "true");
        } catch (IOException e) {
            abort("Not tested: a changed root, because there are no mounts of one's own here (" + e.getMessage() + ")");
        }
    }

    @Test
    @DisplayName("a probe detects the capabilities where Java's own API fails")
    void probe() throws Exception {
        Path root = Files.createDirectory(base.resolve("root"));
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", CHROOT, root.toString()));
        command.addAll(OtherProcess.command("probe", Path.of("/plain/backups"), "none"));
        assertThat(Command.run(command.toArray(String[]::new))).contains("EXCLUSIVE_CREATE", "LINK", "DURABLE", "free");
        assertThat(root.resolve("plain/backups")).isEmptyDirectory();
    }
}
