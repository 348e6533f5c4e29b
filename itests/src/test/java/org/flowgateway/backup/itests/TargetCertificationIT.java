package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Certification of a gateway's own target, which leaves nothing there. */
public class TargetCertificationIT {

    private static GatewayProcess gateway;
    private static Path key;

    @Rule
    public final SshServers servers = new SshServers();

    @BeforeClass
    public static void start() throws Exception {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "certify");
        SampleTree.make(gateway.folder());
        key = OpenSshServer.makeKey(gateway.folder().path().resolve("key"), "ed25519", "");
        gateway.with("GATEWAY_SSH_KEY", key.toString())
                .withRemoteShell()
                .start()
                .client();
        Files.writeString(
                gateway.folder().state().resolve("users.properties"),
                "keeper = keeping,admin,ssh\nwatcher = seeing,viewer,ssh\n",
                StandardOpenOption.APPEND);
        Await.until("the shell is there", () -> shell("gateway-backup:jobs").contains("No job has run yet"));
        assertFalse(shell("help").contains("gateway-backup:certify"));
        shell("feature:install gateway-backup-certify");
        gateway.client();
    }

    @AfterClass
    public static void end() {
        gateway.close();
    }

    @Test
    public void theGatewaysOwnDirectoryKeepsTheLaws() {
        assertKept(shell("gateway-backup:certify localhost"));
        assertEquals(List.of(), TreeState.names(gateway.folder().backups()));
    }

    @Test
    public void reportNamesWhatWasTestedAndAnEarlierRunIsRemoved() throws Exception {
        Path dead = gateway.folder().backups().resolve("certify-20200101t000000z-0a1b2c3d-1/packs");
        Files.createDirectories(dead);
        Files.writeString(dead.resolve("object"), "of a gateway that was killed");
        Path report = gateway.folder().path().resolve("report.json");

        String said = shell("gateway-backup:certify --report " + report + " localhost");

        assertKept(said);
        assertTrue(said, said.contains("Removing the test directories certify-20200101t000000z-0a1b2c3d-…"));
        assertEquals(List.of(), TreeState.names(gateway.folder().backups()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(report)));
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals("KEPT", json.path("verdict").asText());
        assertEquals("local", json.path("target").path("scheme").asText());
        for (String version : List.of("gateway", "transportPackage", "transportBundle", "transport")) {
            assertFalse(version, json.path("versions").path(version).asText().isEmpty());
        }
        assertTrue(json.path("freeBytes").asLong() > 0);
        assertTrue(json.path("tests").size() > 20);
        assertSays("the file exists", shell("gateway-backup:certify --report " + report + " localhost"));
    }

    @Test
    public void aDirectoryOnAnSshServerKeepsTheLaws() throws Exception {
        OpenSshServer server = servers.withKey(key);
        Path directory = Files.createDirectories(servers.disk("backups"));
        Files.writeString(directory.resolve("their own"), "stays");
        SftpTarget target = SftpTarget.byKey(server, directory);
        assertKept(shell("gateway-backup:certify --no-password --username " + target.username() + " --path "
                + target.path() + " " + target.hostname()));
        assertEquals(List.of("their own"), TreeState.names(directory));
    }

    @Test
    public void uncertifiableTargetIsReported() {
        assertSays("No transport for s3:// is installed", shell("gateway-backup:certify s3://bucket"));
        assertSays(
                "This user has no permission to certify a target",
                gateway.shell("watcher", "seeing", "gateway-backup:certify localhost"));
        assertSays(
                "The password cannot be asked for here", shell("gateway-backup:certify --username backup 127.0.0.1"));
        assertSays(
                "is not inside a directory that is meant for local backups",
                shell("gateway-backup:certify --path /tmp/elsewhere localhost"));
    }

    private static void assertKept(String said) {
        assertTrue(said, said.contains("This target keeps the laws of storage"));
        assertFalse(said, said.contains("BROKEN"));
        for (int law : List.of(1, 2, 3, 4, 5, 6, 9, 10, 11, 12)) {
            assertTrue(said, said.contains("Law " + law + ": kept, "));
        }
        assertTrue(said, said.contains("Law 8: not tested here"));
    }

    private static void assertSays(String expected, String said) {
        assertTrue(said, said.contains(expected) && !said.contains("Exception"));
    }

    private static String shell(String command) {
        return gateway.shell("keeper", "keeping", command);
    }
}
