package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.Jobs.assertCompleted;
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

/** A gateway is lost with its disk; the commands of {@code docs/restore.md} in the archive bring its state back on a fresh one. */
public class WorstDayIT {

    private static final Pattern COMMANDS = Pattern.compile("<!-- commands: begin -->\\s*```sh\n(.*?)```", Pattern.DOTALL);

    @Rule
    public final SshServers servers = new SshServers();

    @Test
    public void theCommandsOfThePageBringALostGatewayBack() throws Exception {
        Path key = OpenSshServer.makeKey(Files.createDirectories(servers.disk("keys")).resolve("key"), "ed25519", "");
        SftpTarget target = SftpTarget.byKey(servers.withKey(key), servers.disk("backups"));
        SortedMap<String, String> before;
        try (GatewayProcess lost = GatewayProcess.unpack("gateway-backup.tar.gz", "lost").with("GATEWAY_SSH_KEY", key.toString())) {
            SampleTree.make(lost.folder());
            before = TreeState.ofSections(lost.folder());
            assertCompleted(new Jobs(lost.start().client()).backup(target.request()));
            lost.kill();
            SampleTree.delete(lost.folder().path());
        }
        try (GatewayProcess fresh = GatewayProcess.unpack("gateway-backup.tar.gz", "fresh").with("GATEWAY_SSH_KEY", key.toString())) {
            fresh.start();
            assertFalse(Files.exists(fresh.folder().gateway()));
            String last = run(commands(fresh.home()), fresh, target).strip();
            assertTrue(last, last.contains("\"status\":\"COMPLETED\""));
            assertEquals(before, TreeState.ofSections(fresh.folder()));
        }
    }

    /** As the archive brings them. */
    private static String commands(Path home) throws IOException {
        Path page = home.resolve("docs/restore.md");
        Matcher commands = COMMANDS.matcher(Files.readString(page));
        assertTrue("commands in " + page, commands.find());
        return commands.group(1);
    }

    private static String run(String commands, GatewayProcess gateway, SftpTarget target) throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).redirectError(ProcessBuilder.Redirect.INHERIT);
        bash.environment().put("API", gateway.api());
        bash.environment().put("LOGIN", GatewayContainer.USER + ":" + GatewayProcess.PASSWORD);
        bash.environment().put("TARGET", "\"hostname\": \"%s\", \"username\": \"%s\", \"path\": \"%s\""
                .formatted(target.hostname(), target.username(), target.path()));
        bash.environment().put("SECURITY_PWD", GatewayClient.SECURITY_PASSWORD);
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output, 0, process.waitFor());
        return output;
    }
}
