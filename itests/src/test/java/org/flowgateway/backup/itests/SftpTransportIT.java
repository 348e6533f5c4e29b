package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.flowgateway.backup.itests.StoredBackups.assertNothingHalfMade;
import static org.flowgateway.backup.itests.StoredBackups.assertWhole;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.transport.sftp.OpenSshAccount;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Backups on OpenSSH. One gateway has a key and accepts unknown hosts; another has none, and knows its hosts. */
public class SftpTransportIT {

    /** Address of this machine where a server can use the default port without a conflict. */
    private static final String PLAIN_HOST = "127.0.22.1";

    private static final int USUAL_PORT = 22;

    private static GatewayProcess gateway;
    private static GatewayProcess strict;
    private static Path key;
    private static JobClient jobs;
    private static JobClient strictJobs;

    @Rule
    public final SshServers servers = new SshServers();

    @BeforeClass
    public static void start() throws Exception {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "sftp");
        strict = GatewayProcess.unpack("gateway-backup.tar.gz", "sftp-strict").with("GATEWAY_SSH_HOST_KEYS", "strict");
        key = OpenSshServer.makeKey(gateway.folder().path().resolve("key"), "ed25519", "");
        gateway.with("GATEWAY_SSH_KEY", key.toString());
        SampleTree.make(gateway.folder());
        SampleTree.make(strict.folder());
        gateway.start();
        strict.start();
        jobs = new JobClient(gateway.client());
        strictJobs = new JobClient(strict.client());
    }

    @AfterClass
    public static void end() {
        gateway.close();
        strict.close();
    }

    @Before
    public void freshTree() {
        jobs.awaitEnd();
        strictJobs.awaitEnd();
        SampleTree.make(gateway.folder());
    }

    @Test
    public void treeIsRestoredByKeyAndANewHostIsReportedOnce() throws Exception {
        OpenSshServer server = servers.withKey(key);
        SftpTarget target = SftpTarget.byKey(server, servers.disk("backups"));
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        JsonNode first = jobs.backup(target.request());
        assertCompleted(first);
        assertReported(first, target.hostname(), server.fingerprint("ed25519"));
        assertEquals(first.get("message"), jobs.lastSuccessful().get("message"));
        assertEquals(List.of(server.hostKey("ed25519")), knownKeysOf("[127.0.0.1]:" + server.port()));
        SampleTree.damage(gateway.folder());
        assertNotEquals(before, TreeState.ofSections(gateway.folder()));
        JsonNode restored = jobs.restore(target.request());
        assertCompleted(restored);
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));
        assertEquals(jobs.lastSuccessful().get("subdir"), restored.get("path"));
        assertEquals(jobs.lastSuccessful().get("subdir"), restored.get("subdir"));
        assertCompleted(jobs.backup(target.request()));
        assertEquals("", jobs.running().get("message").textValue());
        assertEquals(List.of(server.hostKey("ed25519")), knownKeysOf("[127.0.0.1]:" + server.port()));
        assertEquals(
                2, assertNothingHalfMade(jobs, target, servers.disk("backups")).size());
    }

    /** Algorithms that JSch supports only with Bouncy Castle, which it must find in the container. */
    @Test
    public void aServerLimitedToOpenSshsOwnAlgorithmsIsATarget() throws Exception {
        OpenSshServer server = servers.withPassword(
                "Ciphers chacha20-poly1305@openssh.com", "KexAlgorithms sntrup761x25519-sha512@openssh.com");
        String host = "127.0.0.1:" + server.port();
        assertCompleted(jobs.backup(
                new SftpTarget(host, OpenSshAccount.USERNAME, OpenSshAccount.PASSWORD, "~/limited ").request()));
        // A relative path starts at the login's home, so the target is shown with that path.
        SftpTarget shown = new SftpTarget(host, OpenSshAccount.USERNAME, OpenSshAccount.PASSWORD, "limited ");
        assertEquals(
                1,
                assertNothingHalfMade(jobs, shown, servers.home().resolve("limited "))
                        .size());
    }

    @Test
    public void treeIsRestoredByPasswordFromAPlainHost() throws Exception {
        assumeTrue("Port " + USUAL_PORT + " is not to be had here", isFree(PLAIN_HOST, USUAL_PORT));
        OpenSshServer server = servers.withPassword("ListenAddress " + PLAIN_HOST + ":" + USUAL_PORT);
        SftpTarget target = new SftpTarget(PLAIN_HOST, OpenSshAccount.USERNAME, OpenSshAccount.PASSWORD, "backups");
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        JsonNode first = jobs.backup(target.request());
        assertCompleted(first);
        assertReported(first, PLAIN_HOST, server.fingerprint("ed25519"));
        assertEquals("backups", first.get("path").textValue());
        assertEquals(List.of(server.hostKey("ed25519")), knownKeysOf(PLAIN_HOST));
        SampleTree.damage(gateway.folder());
        assertCompleted(jobs.restore(target.request()));
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));
        server.logWith("Accepted password for " + OpenSshAccount.USERNAME);
        assertEquals(
                1,
                assertNothingHalfMade(jobs, target, servers.home().resolve("backups"))
                        .size());
        for (Path place : List.of(
                gateway.home().resolve("data"),
                gateway.folder().state(),
                gateway.folder().path().resolve("console.log"))) {
            assertEquals(List.of(), GatewayProcess.holding(place, OpenSshAccount.PASSWORD));
        }
    }

    @Test
    public void newHostIsReportedByARestoreToo() throws Exception {
        OpenSshServer server = servers.withKey(key);
        SftpTarget target = SftpTarget.byKey(server, servers.disk("backups"));
        assertCompleted(jobs.backup(target.request()));
        // The same server under a new name, as after a gateway was replaced.
        JsonNode restored =
                jobs.restore(target.withHostname("[::1]:" + server.port()).request());
        assertCompleted(restored);
        assertReported(restored, "[::1]:" + server.port(), server.fingerprint("ed25519"));
        assertEquals(
                1, assertNothingHalfMade(jobs, target, servers.disk("backups")).size());
    }

    @Test
    public void unknownHostIsRefusedUnderStrictBeforeTheLogin() throws Exception {
        OpenSshServer server = servers.withPassword();
        SftpTarget target = SftpTarget.byPassword(server, servers.home().resolve("backups"));
        for (JsonNode refused : List.of(strictJobs.backup(target.request()), strictJobs.restore(target.request()))) {
            assertError(refused, server.fingerprint("ed25519"));
            assertReported(refused, target.hostname(), "not a known host", "no password was sent");
        }
        assertFalse(server.logWith("Connection from").contains(SshServers.LOGIN_BEGINS));
        know(strict, server.port(), server.hostKey("ed25519"));
        assertCompleted(strictJobs.backup(target.request()));
        server.logWith(SshServers.LOGIN_BEGINS);
        assertEquals(
                1,
                assertNothingHalfMade(strictJobs, target, servers.home().resolve("backups"))
                        .size());
    }

    @Test
    public void changedHostKeyIsRefusedBeforeTheLogin() throws Exception {
        OpenSshServer server = servers.withKey(key);
        OpenSshServer other = servers.withKey(key);
        know(gateway, server.port(), other.hostKey("ed25519"));
        know(strict, server.port(), other.hostKey("ed25519"));
        SftpTarget target = SftpTarget.byKey(server, servers.disk("backups"));
        for (JsonNode refused : List.of(
                jobs.backup(target.request()),
                jobs.restore(target.request()),
                strictJobs.backup(target.withPassword("canary-of-nobody").request()))) {
            assertError(refused, "has changed");
            assertReported(refused, target.hostname(), server.fingerprint("ed25519"), other.fingerprint("ed25519"));
        }
        assertFalse(server.log().contains(SshServers.LOGIN_BEGINS));
        assertFalse(Files.exists(servers.disk("backups")));
    }

    @Test
    public void twoGatewaysStoreIntoOneDirectoryAtTheSameTime() throws Exception {
        OpenSshServer server = servers.withPassword();
        server.admit(key);
        know(strict, server.port(), server.hostKey("ed25519"));
        Path disk = servers.home().resolve("backups");
        SftpTarget target = SftpTarget.byPassword(server, disk);
        SampleTree.make(strict.folder());
        Files.writeString(strict.folder().config().resolve("flows/0042.conf"), "the strict one's own");
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        SortedMap<String, String> strictBefore = TreeState.ofSections(strict.folder());

        startTogether(server, target);
        assertCompleted(jobs.awaitBackup());
        assertCompleted(strictJobs.awaitBackup());
        String own = jobs.lastSuccessful().get("subdir").textValue();
        String strictOwn = strictJobs.lastSuccessful().get("subdir").textValue();
        assertNotEquals(own, strictOwn);
        assertEquals(2, assertWhole(disk).size());

        SampleTree.damage(gateway.folder());
        SampleTree.damage(strict.folder());
        assertRestored(jobs.restore(target.withPassword("").withPath(own).request()), own);
        assertRestored(strictJobs.restore(target.withPath(strictOwn).request()), strictOwn);
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));
        TreeState.assertSame(strictBefore, TreeState.ofSections(strict.folder()));
        assertEquals(2, assertNothingHalfMade(strictJobs, target, disk).size());
    }

    @Test
    public void theNewestOfAThousandBackupsIsRestored() throws Exception {
        Path disk = Files.createDirectory(servers.disk("backups"));
        OlderBackups.make(disk, 1000);
        SftpTarget target = SftpTarget.byKey(servers.withKey(key), disk);
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        assertCompleted(jobs.backup(target.request()));
        SampleTree.damage(gateway.folder());
        assertEquals(1001, assertNothingHalfMade(jobs, target, disk).size());
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));
    }

    @Test
    public void aScriptThatKnowsTheContractOnlyBacksUpAndTrims() throws Exception {
        Path disk = servers.disk("backups");
        SftpTarget target = SftpTarget.byKey(servers.withKey(key), disk);
        // Such scripts send a password whether the server requires one or not.
        Map<String, String> request = Map.of(
                "hostname",
                target.hostname(),
                "username",
                target.username(),
                "password",
                "canary-unused",
                "path",
                target.path(),
                "security_pwd",
                GatewayClient.SECURITY_PASSWORD);
        ScriptClient script = new ScriptClient(gateway.client().port(), GatewayContainer.USER, GatewayProcess.PASSWORD);
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        for (int backup = 0; backup < 3; backup++) {
            assertEquals(Optional.of("COMPLETED"), script.backup(request));
        }
        List<String> names = TreeState.names(disk);
        assertEquals(names.toString(), 3, names.size());
        for (String oldest : names.subList(0, 2)) {
            SampleTree.delete(disk.resolve(oldest));
        }
        assertEquals(
                disk.resolve(names.get(2)).toString(),
                jobs.lastSuccessful().get("subdir").textValue());
        SampleTree.damage(gateway.folder());
        assertCompleted(jobs.restore(target.request()));
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));

        assertEquals(
                Optional.of("ERROR"),
                script.backup(withPath(request, disk.resolve("no/such").toString())));
        assertEquals(Optional.empty(), script.backup(withPath(request, "")));
        ScriptClient stranger = new ScriptClient(gateway.client().port(), GatewayContainer.USER, "not the password");
        assertEquals(Optional.empty(), stranger.backup(request));
        assertEquals(1, assertNothingHalfMade(jobs, target, disk).size());
    }

    /** Starts two jobs; both wait for the server, which continues when both have arrived. */
    private static void startTogether(OpenSshServer server, SftpTarget target) {
        SystemCommands.run("kill", "-STOP", Long.toString(server.pid()));
        try {
            jobs.start(BACKUP, JobClient.request(target.withPassword("").request()));
            strictJobs.start(BACKUP, JobClient.request(target.request()));
            assertEquals("EXECUTING", jobs.running().get("status").textValue());
            assertEquals("EXECUTING", strictJobs.running().get("status").textValue());
        } finally {
            SystemCommands.run("kill", "-CONT", Long.toString(server.pid()));
        }
    }

    private static Map<String, String> withPath(Map<String, String> request, String path) {
        Map<String, String> other = new HashMap<>(request);
        other.put("path", path);
        return other;
    }

    private static void assertRestored(JsonNode restored, String directory) {
        assertCompleted(restored);
        assertEquals(directory, restored.get("path").textValue());
    }

    private static void assertReported(JsonNode status, String... words) {
        String message = status.get("message").textValue();
        for (String word : words) {
            assertTrue("[" + word + "] is not in: " + message, message.contains(word));
        }
    }

    private static List<String> knownKeysOf(String host) throws IOException {
        return Files.readAllLines(gateway.folder().state().resolve("known_hosts")).stream()
                .filter(line -> line.startsWith(host + " "))
                .map(line -> line.substring(host.length() + 1))
                .toList();
    }

    private static void know(GatewayProcess who, int port, String hostKey) throws IOException {
        Files.writeString(
                who.folder().state().resolve("known_hosts"),
                "[127.0.0.1]:" + port + " " + hostKey + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
