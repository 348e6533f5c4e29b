package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.SECURITY_PASSWORD;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.After;
import org.junit.Test;

/** Distribution as operators run it: another user than root, another folder, {@code LC_ALL=C}, and environment variables. */
public class DistributionIT {

    private static final String CHANGED_PASSWORD = "canary-of-a-new-admin";

    private GatewayProcess gateway;

    @After
    public void end() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    public void aRestartKeepsWhatWasDoneAndNoPasswordIsLeftAnywhere() throws IOException {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "restart");
        GatewayFolder folder = gateway.folder();
        SampleTree.make(folder);
        int http = GatewayContainer.freePort();
        gateway.asNobody().with("GATEWAY_HTTP_PORT", Integer.toString(http)).with("GATEWAY_WORKERS", "2");
        SortedMap<String, String> before = TreeState.ofSections(folder);
        JobClient jobs = new JobClient(startedUnderAttack());
        assertCompleted(jobs.backup());
        JsonNode successful = jobs.lastSuccessful();
        byte[] certificate = Files.readAllBytes(folder.state().resolve("tls/certificate.pem"));
        assertPlainOnLoopback(http);
        gateway.terminate();

        // A given password is applied at every start, and stored state is kept.
        gateway.with("GATEWAY_ADMIN_PASSWORD", CHANGED_PASSWORD);
        GatewayClient client = startedUnderAttack();
        assertEquals(401, client.get(BACKUP).statusCode());
        jobs = new JobClient(client.withAuthorization(GatewayClient.basic(GatewayContainer.USER, CHANGED_PASSWORD)));
        assertArrayEquals(certificate, Files.readAllBytes(folder.state().resolve("tls/certificate.pem")));
        assertEquals(successful, jobs.lastSuccessful());
        assertEquals("COMPLETED", jobs.running().get("status").textValue());
        SystemCommands.run("rm", "-rf", folder.config().resolve("flows").toString());
        assertCompleted(jobs.restore());
        assertError(jobs.restore("security_pwd", SECURITY_PASSWORD + "x"), "password");
        TreeState.assertSame(before, TreeState.ofSections(folder));
        gateway.terminate();

        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(folder.state()));
        for (Path place : List.of(
                gateway.home().resolve("data"),
                gateway.home().resolve("etc"),
                folder.state(),
                folder.backups(),
                folder.path().resolve("console.log"))) {
            for (String secret :
                    List.of(GatewayProcess.PASSWORD, CHANGED_PASSWORD, SECURITY_PASSWORD, "the secret of certs")) {
                assertEquals(List.of(), GatewayProcess.holding(place, secret));
            }
        }
        assertTrue(GatewayProcess.holding(gateway.home().resolve("data/log"), "HTTPS at 127.0.0.1")
                        .size()
                > 0);
        for (String line : Files.readAllLines(gateway.home().resolve("data/log/karaf.log"))) {
            assertTrue(
                    line,
                    !line.contains(" | INFO  | ")
                            || line.matches(
                                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d,\\d{3}([+-]\\d\\d:?\\d\\d|Z) .*"));
        }
        // A heap that is a little too small for the second worker leaves half of a small gateway idle, and nothing else
        // shows it.
        assertTrue(GatewayProcess.holding(gateway.home().resolve("data/log"), "Packs of 32 MiB are made by 2 workers")
                        .size()
                > 0);
        // A run writes only below data/ and in the given folders.
        String written = SystemCommands.run(
                "find",
                gateway.home().toString(),
                "-newer",
                folder.state().resolve("tls/certificate.pem").toString(),
                "-not",
                "-path",
                gateway.home() + "/data*",
                "-not",
                "-path",
                gateway.home().toString(),
                "-type",
                "f");
        assertEquals("", written);
    }

    @Test
    public void withoutANetworkAndAPasswordItStartsAndLeavesARandomPassword() throws IOException {
        String[] alone = SystemCommands.isRoot() ? new String[] {"unshare", "-n"} : new String[] {"unshare", "-rn"};
        assumeTrue(
                "No network namespaces here",
                SystemCommands.works(alone[0], alone[1], "ip", "link", "set", "lo", "up"));
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "alone").with("GATEWAY_ADMIN_PASSWORD", null);
        GatewayFolder folder = gateway.folder();
        SampleTree.make(folder);
        // Only curl in the same namespace can reach it; the port is free there in any case.
        String port = Integer.toString(GatewayContainer.freePort());
        gateway.with("GATEWAY_HTTPS_PORT", port)
                .within(alone[0], alone[1], "sh", "-c", "ip link set lo up; exec \"$@\"", "sh")
                .start();
        Path initial = folder.state().resolve("initial-password");
        String base = "https://127.0.0.1:" + port;
        Await.until(
                "the gateway is ready",
                () -> gateway.isAlive()
                        && SystemCommands.works(gateway.inside("-n", "curl", "-skf", base + GatewayClient.SERVICES)));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(initial));
        String password = Files.readString(initial).strip();
        assertTrue(password.length() >= 16);
        String status = SystemCommands.run(gateway.inside(
                "-n",
                "curl",
                "-sk",
                "-u",
                "admin:" + password,
                "-d",
                JobClient.request(),
                "-H",
                "Content-Type: application/json",
                "-w",
                "%{http_code}",
                base + BACKUP));
        assertEquals("204", status);
        assertEquals(List.of(), GatewayProcess.holding(gateway.home().resolve("data"), password));
        assertEquals(List.of(), GatewayProcess.holding(folder.path().resolve("console.log"), password));
    }

    @Test
    public void unsupportedJavaIsReportedInOneLine() throws IOException, InterruptedException {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "java");
        Path home = gateway.folder().path().resolve("other-java");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.setPosixFilePermissions(
                Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"24.0.1\" 2025-04-15' >&2\n"),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String script : List.of("karaf", "start")) {
            ProcessBuilder command = new ProcessBuilder(
                            gateway.home().resolve("bin").resolve(script).toString(), "server")
                    .redirectErrorStream(true);
            command.environment().put("JAVA_HOME", home.toString());
            Process process = command.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(said, 1, process.waitFor());
            assertEquals(
                    "The gateway does not run on Java 24 (" + java
                            + "): it needs Java 17 to 23. Set JAVA_HOME to one of these\n",
                    said);
        }
    }

    @Test
    public void noProgramNeedsToRunFromTheTemporaryFolder() throws IOException {
        String[] own = SystemCommands.isRoot() ? new String[] {"unshare", "-m"} : new String[] {"unshare", "-rm"};
        assumeTrue(
                "No mounts of one's own here",
                SystemCommands.works(own[0], own[1], "mount", "-t", "tmpfs", "tmpfs", "/mnt"));
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "noexec");
        GatewayFolder folder = gateway.folder();
        SampleTree.make(folder);
        gateway.asNobody(); // This user then owns the tree.
        SortedMap<String, String> before = TreeState.ofSections(folder);
        gateway.within(
                        own[0],
                        own[1],
                        "sh",
                        "-c",
                        "for folder in /tmp /var/tmp; do mount -t tmpfs -o noexec,mode=1777 tmpfs $folder || exit; done; exec \"$@\"",
                        "sh")
                .start();
        JobClient jobs = new JobClient(gateway.client());
        assertCompleted(jobs.backup());
        SystemCommands.run("rm", "-rf", folder.config().resolve("flows").toString());
        assertCompleted(jobs.restore());
        TreeState.assertSame(before, TreeState.ofSections(folder));
        assertEquals(
                "",
                SystemCommands.run(
                        gateway.inside("-m", "find", "/tmp", "/var/tmp", "-name", "*.so", "-o", "-name", "jna*")));
    }

    /** Checks a plain listener on loopback: it answers, and requires credentials like HTTPS. */
    private static void assertPlainOnLoopback(int port) throws IOException {
        for (Map.Entry<String, Integer> call :
                Map.of(GatewayClient.SERVICES, 200, BACKUP, 401).entrySet()) {
            HttpURLConnection plain = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + call.getKey())
                    .toURL()
                    .openConnection();
            assertEquals(call.getValue().intValue(), plain.getResponseCode());
            plain.disconnect();
        }
    }

    /** Starts the gateway under calls without credentials, which begin before it listens; none may succeed. */
    private GatewayClient startedUnderAttack() {
        try (UnauthenticatedProbe intruder = UnauthenticatedProbe.at(gateway.unready())) {
            GatewayClient client = gateway.start().client();
            Await.until("it refuses", () -> intruder.refused() > 0);
            return client;
        }
    }
}
