package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.After;
import org.junit.Test;

/** Gateway whose {@code config} is a mount point, and whose user has no write permission on the directories above its sections. */
public class InPlaceSwapIT {

    /** Command with a mount namespace of the gateway's own, as in {@link DiskFaultIT}. */
    private static final String MOUNT = """
            cp -a "$0/config" "$0.config" && mount -t tmpfs -o size=64m tmpfs "$0/config" \
            && chown --reference="$0.config" "$0/config" && cp -a "$0.config/." "$0/config" && chmod 0555 "$0" "$0/vault" && exec "$@\"""";

    private GatewayProcess gateway;

    @After
    public void end() {
        if (gateway != null) {
            gateway.close();
            SystemCommands.run(
                    "chmod",
                    "0755",
                    gateway.folder().gateway().toString(),
                    gateway.folder().gateway().resolve("vault").toString());
        }
    }

    @Test
    public void sectionsAreRestoredInPlace() {
        String[] own = SystemCommands.isRoot() ? new String[] {"unshare", "-m"} : new String[] {"unshare", "-rm"};
        assumeTrue(
                "No mounts of one's own here",
                SystemCommands.works(own[0], own[1], "mount", "-t", "tmpfs", "tmpfs", "/mnt"));
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "kept").with("GATEWAY_PACK_MIB", "8");
        SampleTree.make(gateway.folder());
        gateway.asNobody()
                .within(
                        own[0],
                        own[1],
                        "sh",
                        "-c",
                        MOUNT,
                        gateway.folder().gateway().toString())
                .start();
        JobClient jobs = new JobClient(gateway.client());
        Path inside =
                Path.of("/proc/" + gateway.pid() + "/root" + gateway.folder().gateway());
        SortedMap<String, String> restored = TreeState.of(inside);
        assertCompleted(jobs.backup());
        shell(
                "echo later > config/'added later'; rm -rf config/flows; chmod 0700 config; echo other > vault/certs/secret.key",
                inside);
        assertCompleted(jobs.restore());
        TreeState.assertSame(restored, TreeState.of(inside));
        assertEquals(
                List.of("config", "vault"), TreeState.names(gateway.folder().gateway()));
    }

    private static void shell(String script, Path directory) {
        SystemCommands.run("sh", "-c", "cd \"$0\" && { " + script + "; }", directory.toString());
    }
}
