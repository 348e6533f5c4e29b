package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.junit.Rule;
import org.junit.Test;

/** Loss of a gateway with its disk; the commands of {@code docs/restore.md} in the archive restore its state on a fresh one. */
public class DisasterRecoveryIT {

    private static final Pattern COMMANDS =
            Pattern.compile("<!-- commands: begin -->\\s*```sh\n(.*?)```", Pattern.DOTALL);

    private static final Pattern FUNCTION =
            Pattern.compile("^await\\(\\) \\{.*?^}\\s", Pattern.DOTALL | Pattern.MULTILINE);
    private static final int CURL_HTTP_ERROR = 22;

    @Rule
    public final SshServers servers = new SshServers();

    @Test
    public void commandsOfThePageRestoreALostGateway() throws Exception {
        Path key = OpenSshServer.makeKey(
                Files.createDirectories(servers.disk("keys")).resolve("key"), "ed25519", "");
        SftpTarget target = SftpTarget.byKey(servers.withKey(key), servers.disk("backups"));
        SortedMap<String, String> before;
        try (GatewayProcess lost =
                GatewayProcess.unpack("gateway-backup.tar.gz", "lost").with("GATEWAY_SSH_KEY", key.toString())) {
            SampleTree.make(lost.folder());
            before = TreeState.ofSections(lost.folder());
            assertCompleted(new JobClient(lost.start().client()).backup(target.request()));
            lost.kill();
            SampleTree.delete(lost.folder().path());
        }
        try (GatewayProcess fresh =
                GatewayProcess.unpack("gateway-backup.tar.gz", "fresh").with("GATEWAY_SSH_KEY", key.toString())) {
            fresh.start();
            assertFalse(Files.exists(fresh.folder().gateway()));
            String last = run(commands(fresh.home()), fresh, target).strip();
            assertTrue(last, last.contains("\"status\":\"COMPLETED\""));
            assertEquals(before, TreeState.ofSections(fresh.folder()));
            assertARefusalIsShownAndNotAnEarlierState(fresh, target);
            assertALostGatewayEndsTheLoop(fresh, target);
        }
    }

    private static void assertARefusalIsShownAndNotAnEarlierState(GatewayProcess gateway, SftpTarget target)
            throws Exception {
        Answer refused = bash(commands(gateway.home()).replace("security_pwd", "security_password"), gateway, target);
        assertEquals(refused.output(), CURL_HTTP_ERROR, refused.status());
        assertTrue(refused.output(), refused.output().contains("security_password"));
        assertFalse(refused.output(), refused.output().contains("COMPLETED"));
    }

    private static void assertALostGatewayEndsTheLoop(GatewayProcess gateway, SftpTarget target) throws Exception {
        Matcher function = FUNCTION.matcher(commands(gateway.home()));
        assertTrue(function.find());
        Answer lost = bash(function.group() + "await https://127.0.0.1:1/api", gateway, target);
        assertEquals(lost.output(), 1, lost.status());
        assertTrue(lost.output(), lost.output().contains("curl: (7)"));
    }

    /** Reads the commands of the page in the archive. */
    private static String commands(Path home) throws IOException {
        Path page = home.resolve("docs/restore.md");
        Matcher commands = COMMANDS.matcher(Files.readString(page));
        assertTrue("commands in " + page, commands.find());
        return commands.group(1);
    }

    private static String run(String commands, GatewayProcess gateway, SftpTarget target)
            throws IOException, InterruptedException {
        Answer answer = bash(commands, gateway, target);
        assertEquals(answer.output(), 0, answer.status());
        return answer.output();
    }

    private static Answer bash(String commands, GatewayProcess gateway, SftpTarget target)
            throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).redirectErrorStream(true);
        bash.environment().put("API", gateway.api());
        bash.environment().put("LOGIN", GatewayContainer.USER + ":" + GatewayProcess.PASSWORD);
        bash.environment()
                .put(
                        "TARGET",
                        "\"hostname\": \"%s\", \"username\": \"%s\", \"path\": \"%s\""
                                .formatted(target.hostname(), target.username(), target.path()));
        bash.environment().put("SECURITY_PWD", GatewayClient.SECURITY_PASSWORD);
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    private record Answer(int status, String output) {}
}
