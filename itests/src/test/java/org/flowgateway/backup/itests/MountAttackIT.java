package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Test;

/**
 * Section whose root is a mount point of another local user, while the gateway runs as root: the restored and the old state are in hidden
 * directories of that root, whose names the attacker can change.
 */
public class MountAttackIT {

    private static final int ROUNDS = TestForm.rounds(25, 100);
    private static final int FILES = 8;
    private static final String HIDDEN = "^\\.config\\.restore-.*\\.(restored|leaving|before)$";
    /** Command with a mount namespace of the gateway's own, as in {@link InPlaceSwapIT}. */
    private static final String MOUNT = """
            cp -a "$0" "$0.below" && mount -t tmpfs -o size=64m tmpfs "$0" && cp -a "$0.below/." "$0" && chown 65534:65534 "$0" && exec "$@\"""";

    private AttackedGateway gateway;

    @After
    public void end() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    public void aRestoreWritesNothingOutside() throws IOException {
        gateway = AttackedGateway.unpack("mounted");
        assumeTrue(
                "No mounts of one's own here",
                SystemCommands.works("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"));
        Path config = gateway.folder().config();
        OutsideDirectory outside = gateway.outside(FILES, 100);
        AttackedGateway.makeSpool(config, outside, FILES, 100);
        gateway.process().within("unshare", "-m", "sh", "-c", MOUNT, config.toString());
        JobClient jobs = gateway.start();
        assertCompleted(jobs.backup());
        Path root = Path.of("/proc/" + gateway.process().pid() + "/root" + config);
        AttackedRestores restores = new AttackedRestores(jobs, root, root, outside);
        long traps;
        try (LocalAttacker attacker = LocalAttacker.trapping(root, 30_000, HIDDEN, outside.directory(), "spool")) {
            restores.run(ROUNDS);
            traps = attacker.count();
        }
        assertTrue("Traps: " + traps + ", completed: " + restores.completed(), traps > ROUNDS / 4);
    }
}
