package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.KEEPALIVE;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Changes of users by an operator while the gateway runs, and their lines in the audit log. */
public class UserManagementIT {

    private static final String FROM_FILE = "canary from a file";
    private static final String CHANGED = "canary changed, in the shell é";

    private static GatewayProcess gateway;
    private static GatewayFolder folder;
    private static GatewayClient admin;

    @BeforeClass
    public static void start() throws IOException {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "users").withRemoteShell();
        folder = gateway.folder();
        SampleTree.make(folder);
        Path file = Files.writeString(folder.path().resolve("password"), FROM_FILE + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        gateway.asNobody()
                .with("GATEWAY_ADMIN_PASSWORD", null)
                .with("GATEWAY_ADMIN_PASSWORD_FILE", file.toString())
                .start();
        gateway.client();
        admin = gateway.unready().withAuthorization(GatewayClient.basic("admin", FROM_FILE));
    }

    @AfterClass
    public static void end() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static int status(String user, String password) {
        return gateway.unready()
                .withAuthorization(GatewayClient.basic(user, password))
                .get(KEEPALIVE)
                .statusCode();
    }

    private static List<JsonNode> audited(String file) {
        try {
            List<JsonNode> events = new ArrayList<>();
            for (String line :
                    Files.readAllLines(folder.state().resolve("audit").resolve(file))) {
                JsonNode event = new ObjectMapper().readTree(line);
                assertEquals(List.of("time", "user", "address", "action", "object", "result", "job"), names(event));
                events.add(event);
            }
            return events;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(JsonNode event) {
        List<String> names = new ArrayList<>();
        event.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean isAudited(
            String file, String user, String action, String object, String result, String job) {
        return audited(file).stream()
                .anyMatch(event -> event.get("user").textValue().equals(user)
                        && event.get("action").textValue().equals(action)
                        && event.get("address").textValue().equals(user.isEmpty() ? "" : "127.0.0.1")
                        && event.get("object").textValue().contains(object)
                        && event.get("result").textValue().startsWith(result)
                        && event.get("job").textValue().equals(job));
    }

    @Test
    public void usersFileReplacedBySedCountsAtOnce() {
        Path users = folder.state().resolve("users.properties");
        SystemCommands.run("sed", "-i", "$ a watcher = see,viewer\\nroot = x,admin", users.toString());
        assertEquals(204, status("watcher", "see"));
        assertEquals(401, status("watcher", "seen"));
        Await.until(
                "the plain passwords are hashed",
                () -> GatewayProcess.holding(users.getParent(), "watcher = {CRYPT}")
                                .size()
                        == 1);
        assertEquals(204, status("watcher", "see"));
        // A user with the role admin alone may use the shell all the same.
        Await.until(
                "the shell shows the users",
                () -> gateway.shell("root", "x", "gateway-backup:users").contains("watcher"));
        assertEquals(
                403,
                gateway.unready()
                        .withAuthorization(GatewayClient.basic("watcher", "see"))
                        .post(BACKUP, JobClient.request())
                        .statusCode());

        assertTrue(isAudited("logins.log", "watcher", "login", "api", "OK", ""));
        assertTrue(isAudited("logins.log", "watcher", "login", "api", "FAILED", ""));
        assertTrue(isAudited("logins.log", "root", "login", "shell", "OK", ""));
        assertTrue(isAudited("actions.log", "watcher", "start", "mgmt.gateway_backup/1.0/backup", "REFUSED", ""));
        assertTrue(isAudited("actions.log", "", "change", "user watcher added, viewer, in users.properties", "OK", ""));
        long logins = audited("logins.log").stream()
                .filter(event -> event.get("user").textValue().equals("watcher"))
                .count();
        for (int call = 0; call < 5; call++) {
            assertEquals(204, status("watcher", "see"));
        }
        assertEquals(
                logins,
                audited("logins.log").stream()
                        .filter(event -> event.get("user").textValue().equals("watcher"))
                        .count());
        assertFalse(GatewayProcess.holding(gateway.home().resolve("data/log"), "OutOfBounds")
                        .size()
                > 0);
    }

    @Test
    public void jobNamesTheUserWhoStartedIt() throws IOException {
        JobClient jobs = new JobClient(admin);
        assertCompleted(jobs.backup());
        JsonNode start = audited("actions.log").stream()
                .filter(event -> event.get("action").textValue().equals("start")
                        && event.get("user").textValue().equals("admin"))
                .findFirst()
                .orElseThrow();
        String id = start.get("job").textValue();
        assertTrue(isAudited("actions.log", "admin", "start", "backup localhost", "OK", id));
        Await.until(
                "its end is written",
                () -> isAudited("actions.log", "admin", "end", "backup localhost", "COMPLETED", id));
        JsonNode by = admin.json("/api/mgmt.gateway_backup/1.1/jobs/" + id).get("started_by");
        assertEquals("admin", by.get("user").textValue());
        assertEquals("127.0.0.1", by.get("address").textValue());
        assertTrue(Files.readString(folder.state().resolve("jobs/" + id + ".properties"))
                .contains("started.user=admin"));
        assertEquals(
                1,
                GatewayProcess.holding(
                                gateway.home().resolve("data/log"),
                                "Job " + id + " started by admin from 127.0.0.1: backup")
                        .size());
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.state().resolve("audit/actions.log")));
    }

    @Test
    public void passwordChangedInTheShellStaysChanged() throws IOException {
        SystemCommands.run(
                "sed",
                "-i",
                "$ a changer = first,admin",
                folder.state().resolve("users.properties").toString());
        Await.until(
                "the shell is there",
                () -> gateway.shell("changer", "first", "gateway-backup:users").contains("changer"));
        assertSays("the standard input is empty", gateway.shell("changer", "first", "gateway-backup:passwd"));
        assertSays("There is no user nobody", gateway.shell("changer", "first", "gateway-backup:passwd nobody", "x\n"));
        assertSays(
                "The password of admin is changed",
                gateway.shell("changer", "first", "gateway-backup:passwd admin", CHANGED + "\n"));
        assertEquals(204, status("admin", CHANGED));
        assertEquals(401, status("admin", FROM_FILE));
        assertTrue(isAudited("actions.log", "changer", "change", "password of user admin", "OK", ""));
        // Set back by the owner, so that tests do not depend on their order.
        assertSays(
                "The password of admin is changed",
                gateway.shell("admin", CHANGED, "gateway-backup:passwd", FROM_FILE + "\n"));
        assertEquals(204, status("admin", FROM_FILE));
        for (String secret : List.of(CHANGED, FROM_FILE)) {
            assertEquals(List.of(), GatewayProcess.holding(folder.state(), secret));
            assertEquals(List.of(), GatewayProcess.holding(gateway.home().resolve("data"), secret));
        }
    }

    private static void assertSays(String expected, String said) {
        assertTrue(said, said.contains(expected) && !said.contains("Exception"));
    }
}
