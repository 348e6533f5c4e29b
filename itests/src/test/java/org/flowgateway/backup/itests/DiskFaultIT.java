package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Full and read-only disks, and files that cannot be read: each is reported, and nothing incomplete is left. */
public class DiskFaultIT {

    /**
     * Command with a mount namespace of the gateway's own, so that no mount outlives it. The rest of the command is run as its first argument
     * says.
     */
    private static final String MOUNT = """
            mkdir -p "$0/full" "$0/readonly" "$0/plain" && chmod 0777 "$0/plain" \
            && mount -t tmpfs -o size=10m,mode=0777 tmpfs "$0/full" && mount -t tmpfs -o ro tmpfs "$0/readonly" \
            && mkdir -p "$0/../state" && mount -t tmpfs -o size=4m,mode=0700 tmpfs "$0/../state" \
            && chown --reference="$0/.." "$0/../state" && exec "$@\"""";

    private static GatewayProcess gateway;
    private static GatewayFolder folder;
    private static GatewayClient client;
    private static JobClient jobs;

    @BeforeClass
    public static void start() throws IOException {
        String[] own = SystemCommands.isRoot() ? new String[] {"unshare", "-m"} : new String[] {"unshare", "-rm"};
        assumeTrue(
                "No mounts of one's own here",
                SystemCommands.works(own[0], own[1], "mount", "-t", "tmpfs", "tmpfs", "/mnt"));
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "disk").with("GATEWAY_PACK_MIB", "8");
        folder = gateway.folder();
        SampleTree.make(folder);
        SampleTree.random(folder.config().resolve("another capture"), 7 << 20);
        gateway.asNobody()
                .within(own[0], own[1], "sh", "-c", MOUNT, folder.backups().toString())
                .start();
        client = gateway.client();
        jobs = new JobClient(client);
    }

    @AfterClass
    public static void end() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Before
    public void nothingRuns() {
        jobs.awaitBackup();
    }

    @Test
    public void aReadOnlyDiskIsNamed() {
        Path place = folder.backups().resolve("readonly");
        assertError(jobs.backup("path", place.toString()), "read-only");
        assertEquals(List.of(), namesInside(place));
    }

    @Test
    public void aFullDiskIsNamedAndFreedAgain() {
        Path place = folder.backups().resolve("full");
        JsonNode ended = jobs.backup("path", place.toString());
        assertError(ended, "is full");
        assertTrue(ended.toString(), ended.get("message").textValue().contains(place.toString()));
        assertEquals(List.of(), namesInside(place));
        String used = SystemCommands.run(gateway.inside("-m", "du", "-s", place.toString()))
                .split("\\s", 0)[0];
        assertEquals("0", used);
    }

    @Test
    public void aFullStateDirectoryIsNamedAndNothingIsStarted() {
        String filler = folder.state().resolve("filler").toString();
        SystemCommands.run(gateway.inside(
                "-m", "sh", "-c", "dd if=/dev/zero of=\"$1\" bs=4k 2>/dev/null; test -s \"$1\"", "sh", filler));
        JsonNode before = jobs.running();
        HttpResponse<String> answer = client.post(GatewayClient.BACKUP, JobClient.request());
        assertEquals(answer.body(), 503, answer.statusCode());
        assertTrue(
                answer.body(),
                answer.body()
                                .contains("The state directory cannot be written: "
                                        + folder.state().resolve("jobs"))
                        && answer.body().contains("no space is left. Free space there and try again"));
        assertEquals(before, jobs.running());
        // An operator must be able to log in, although the audit log cannot be written.
        assertEquals(204, client.get(GatewayClient.KEEPALIVE).statusCode());
        SystemCommands.run(gateway.inside("-m", "rm", filler));
        assertCompleted(backupToPlain());
    }

    @Test
    public void aNameThatIsNotUtf8FailsTheBackupAndIsNamed() {
        for (Path section : List.of(folder.config(), folder.vault("snmp"))) {
            shell("touch \"$1\"/\"$(printf 'caf\\351.conf')\"", section);
            try {
                assertError(
                        backupToPlain(),
                        section.getFileName()
                                + "/caf\\xe9.conf cannot be backed up: its name is not UTF-8 text. Rename it");
            } finally {
                shell("rm \"$1\"/caf*.conf", section);
            }
        }
        assertCompleted(backupToPlain());
    }

    @Test
    public void aFileThatMayNotBeReadFailsTheBackupAndIsNamed() throws IOException {
        assumeTrue("Only root can make a file that its own tests' user may not read", SystemCommands.isRoot());
        Path secret = Files.writeString(folder.config().resolve("of root"), "root's");
        SystemCommands.run("chmod", "600", secret.toString());
        JsonNode ended = backupToPlain();
        Files.delete(secret);
        assertError(ended, "of root");
        assertTrue(ended.toString(), ended.get("message").textValue().contains("permission denied"));
    }

    @Test
    public void socketsAndPipesAreLeftOutWithAWarning() throws IOException {
        SystemCommands.run(
                "mkfifo", "-m", "666", folder.config().resolve("a pipe").toString());
        JsonNode ended = backupToPlain();
        Files.delete(folder.config().resolve("a pipe"));
        assertCompleted(ended);
        assertTrue(ended.toString(), ended.get("message").textValue().contains("a pipe"));
    }

    private static JsonNode backupToPlain() {
        return jobs.backup("path", folder.backups().resolve("plain").toString());
    }

    /** Lists the content of the gateway's own mount. */
    private static List<String> namesInside(Path place) {
        return TreeState.names(Path.of("/proc/" + gateway.pid() + "/root" + place));
    }

    private static void shell(String script, Path argument) {
        SystemCommands.run("bash", "-c", script, "bash", argument.toString());
    }
}
