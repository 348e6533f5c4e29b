package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.flowgateway.backup.itests.StoredBackups.assertNothingHalfMade;
import static org.flowgateway.backup.itests.StoredBackups.assertWhole;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.flowgateway.backup.transport.sftp.OpenSshAccount;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Refusals and overload of OpenSSH: the job survives or reports each, and nothing incomplete is left after the next job. */
public class SftpFaultIT {

    private static final int MIB = 1 << 20;
    private static final int LARGE_FILES = 20;
    private static final int LARGE_FILE = 10 * MIB;

    private static GatewayProcess gateway;
    private static GatewayFolder folder;
    private static Path key;
    private static GatewayClient client;
    private static JobClient jobs;

    @Rule
    public final SshServers servers = new SshServers();

    /** Configures many small packs, and a short timeout: a connection that returns at once needs less still. */
    @BeforeClass
    public static void start() throws Exception {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "sftp-trouble")
                .configure("org.flowgateway.backup.core", "retry-seconds", "6");
        folder = gateway.folder();
        key = OpenSshServer.makeKey(folder.path().resolve("key"), "ed25519", "");
        SampleTree.make(folder);
        client = gateway.with("GATEWAY_SSH_KEY", key.toString())
                .with("GATEWAY_PACK_MIB", "8")
                .start()
                .client();
        jobs = new JobClient(client);
    }

    @AfterClass
    public static void end() {
        gateway.close();
    }

    @Before
    public void freshTree() {
        jobs.awaitEnd();
        SampleTree.make(folder);
    }

    @Test
    public void aWrongPasswordIsAnErrorOfTheJobAlone() throws Exception {
        OpenSshServer server = servers.withPassword();
        SftpTarget target = SftpTarget.byPassword(server, servers.home().resolve("backups"));
        JsonNode refused =
                jobs.backup(target.withPassword("canary-that-is-wrong").request());
        assertError(refused, target.hostname() + " refuses this login. Check username and password");
        assertFalse(refused.toString(), refused.toString().contains("canary"));
        // Its key was pinned before; this is reported although the login failed.
        assertTrue(refused.toString(), refused.get("message").textValue().contains(server.fingerprint("ed25519")));
        assertEquals(
                1,
                server.logWith("Failed password for").split("Failed password for " + OpenSshAccount.USERNAME, -1).length
                        - 1);
        assertError(jobs.restore(target.withPassword("canary-that-is-wrong").request()), "refuses this login");
        assertEquals(200, client.get(BACKUP).statusCode());
        assertEquals(200, client.get(RESTORE).statusCode());
        assertEquals(
                List.of(), assertNothingHalfMade(jobs, target, servers.home().resolve("backups")));
    }

    @Test
    public void aMissingParentIsNamedAndNotMade() throws Exception {
        Path missing = servers.disk("missing");
        SftpTarget target = SftpTarget.byKey(servers.withKey(key), missing.resolve("backups"));
        assertError(
                jobs.backup(target.request()), "There is no directory " + target.path() + " on " + target.hostname());
        assertFalse(Files.exists(missing));
        assertError(jobs.restore(target.request()), target.path());
    }

    @Test
    public void aDirectoryThatMayNotBeWrittenIsNamed() throws Exception {
        OpenSshServer server = servers.withPassword();
        Path guarded = Files.createDirectory(servers.home().resolve("guarded"));
        SftpTarget target = SftpTarget.byPassword(server, guarded);
        assertError(
                jobs.backup(target.request()),
                target.path() + " on " + target.hostname() + " failed: the login has no permission");
        assertEquals(List.of(), assertNothingHalfMade(jobs, target, guarded));
        // A server on which nobody can write.
        OpenSshServer readOnly = servers.withPassword("ForceCommand internal-sftp -R");
        Path own = OpenSshAccount.own(Files.createDirectory(servers.home().resolve("own")));
        SftpTarget onReadOnly = SftpTarget.byPassword(readOnly, own);
        assertError(
                jobs.backup(onReadOnly.request()),
                own + " on " + onReadOnly.hostname() + " failed: the login has no permission");
        assertEquals(List.of(), assertNothingHalfMade(jobs, onReadOnly, own));
    }

    @Test
    public void killedSessionsAreReplacedInABackupAndInARestore() throws Exception {
        makeLarge();
        OpenSshServer server = servers.withKey(key);
        SftpTarget target = SftpTarget.byKey(server, servers.disk("backups"));
        SortedMap<String, String> before = TreeState.ofSections(folder);
        String backup = jobs.start(BACKUP, JobClient.request(target.request()));
        awaitStored(backup, 40 * MIB);
        kill(server.sessions());
        assertReconnected(jobs.awaitBackup());
        assertEquals(1, assertWhole(servers.disk("backups")).size());

        SampleTree.damage(folder);
        String restore = jobs.start(RESTORE, JobClient.request(target.request()));
        awaitStored(restore, 40 * MIB);
        kill(server.sessions());
        assertReconnected(jobs.awaitRestore());
        TreeState.assertSame(before, TreeState.ofSections(folder));
        assertEquals(1, assertWhole(servers.disk("backups")).size());
    }

    @Test
    public void orphansOfALostServerAreDeletedByTheNextJob() throws Exception {
        Path disk = servers.disk("backups");
        OpenSshServer server = servers.withKey(key);
        SftpTarget target = SftpTarget.byKey(server, disk);
        assertCompleted(jobs.backup(target.request()));
        List<String> whole = assertWhole(disk);
        SortedMap<String, String> before = TreeState.ofSections(folder);
        makeLarge();
        awaitStored(jobs.start(BACKUP, JobClient.request(target.request())), 40 * MIB);
        server.close();
        JsonNode ended = jobs.awaitBackup();
        assertError(ended, target.hostname() + " cannot be reached");
        List<String> left = TreeState.names(disk);
        assertEquals(left.toString(), 2, left.size());
        assertError(
                ended,
                "The unfinished directory " + left.get(1) + " is left on the target; the next job there removes it");
        assertThrows(AssertionError.class, () -> assertWhole(disk));
        servers.again(server);
        assertEquals(whole, assertNothingHalfMade(jobs, target, disk));
        TreeState.assertSame(before, TreeState.ofSections(folder));
        assertCompleted(jobs.backup(target.request()));
        assertEquals(2, assertWhole(disk).size());
    }

    @Test
    public void aFullDiskIsNamedAndFreedAgain() throws Exception {
        Path full = Files.createDirectories(servers.home().resolve("full"));
        OpenSshServer server = servers.withPassword(
                List.of("sh", "-c", "mount -t tmpfs -o size=48m,mode=0777 tmpfs " + full + " && exec \"$0\" \"$@\""));
        // The server's own mount, which is invisible to others.
        Path disk = Path.of("/proc/" + server.pid() + "/root" + full);
        SftpTarget target = SftpTarget.byPassword(server, full.resolve("backups"));
        for (int mebibytes : List.of(43, 48)) {
            Path ballast = disk.resolve("ballast");
            fill(ballast, mebibytes);
            JsonNode ended = jobs.backup(target.request());
            assertError(ended, "there is no space left");
            assertTrue(
                    ended.toString(),
                    ended.get("message").textValue().contains(target.path() + " on " + target.hostname()));
            Files.delete(ballast);
            assertEquals(List.of(), assertNothingHalfMade(jobs, target, disk.resolve("backups")));
        }
        assertCompleted(jobs.backup(target.request()));
        assertEquals(
                1, assertNothingHalfMade(jobs, target, disk.resolve("backups")).size());
    }

    private static void makeLarge() throws IOException {
        for (int i = 0; i < LARGE_FILES; i++) {
            SampleTree.random(folder.config().resolve("large" + i), LARGE_FILE + i);
        }
    }

    /** Fills the disk. */
    private static void fill(Path file, int mebibytes) {
        SystemCommands.run(
                "sh",
                "-c",
                "dd if=/dev/zero of=\"$0\" bs=1M count=" + mebibytes + " status=none || test -s \"$0\"",
                file.toString());
    }

    /** Waits until a job has stored an amount on the server. */
    private static void awaitStored(String job, long bytes) {
        Await.until(
                job + " is on its way",
                () -> client.json(job).get("progress").get("stored_bytes").longValue() >= bytes);
    }

    private static void kill(List<ProcessHandle> sessions) {
        assertFalse("There is nobody to kill", sessions.isEmpty());
        sessions.forEach(ProcessHandle::destroyForcibly);
    }

    private static void assertReconnected(JsonNode ended) {
        assertCompleted(ended);
        String message = ended.get("message").textValue();
        assertTrue(message, message.contains("The connection to the target was lost and restored"));
    }
}
