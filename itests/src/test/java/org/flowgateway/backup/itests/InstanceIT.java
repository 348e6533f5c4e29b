package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.SERVICES;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Two gateways side by side, and settings that change under a running job: two processes, and an editor. */
public class InstanceIT {

    private static final String CORE = "org.flowgateway.backup.core";
    private static final String CONFIG = "org.flowgateway.backup.section-config";

    private GatewayProcess gateway;
    private GatewayProcess second;
    private Path hold;

    @Before
    public void unpack() throws IOException {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "instance");
        SampleTree.make(gateway.folder());
        hold = gateway.folder().path().resolve("hold");
        Path program = Files.writeString(
                gateway.folder().path().resolve("program"),
                "#!/bin/sh\necho waits > " + hold + ".reached\nwhile [ -e " + hold + " ]; do sleep 0.2; done\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        gateway.configure(CORE, "hook-seconds", "600");
        Files.writeString(etc(gateway, CONFIG), "freeze-command = " + program + "\n", StandardOpenOption.APPEND);
    }

    @After
    public void end() {
        gateway.close();
        if (second != null) {
            second.close();
        }
    }

    /** Upgrade that is unpacked beside the running gateway, and started. */
    @Test
    public void secondGatewayOnTheStateDirectoryWaitsAndNamesTheFirst() throws IOException {
        JobClient jobs = new JobClient(gateway.start().client());
        Files.createFile(hold);
        jobs.start(BACKUP, JobClient.request());
        Await.until("the section is frozen", () -> Files.exists(Path.of(hold + ".reached")));

        second = GatewayProcess.unpack("gateway-backup.tar.gz", "instance-second");
        second.with("GATEWAY_STATE_DIR", gateway.folder().state().toString())
                .with("GATEWAY_ROOT", gateway.folder().gateway().toString())
                .with("GATEWAY_BACKUP_DIR", gateway.folder().backups().toString())
                .start();
        GatewayClient other = second.unready();
        Await.until(
                "the second says who holds the directory",
                () -> answer(other).contains("is in use by another gateway: process " + gateway.pid() + " on "));
        assertEquals(503, other.get(SERVICES).statusCode());
        assertEquals(503, other.post(BACKUP, JobClient.request()).statusCode());

        assertEquals("EXECUTING", jobs.running().get("status").textValue());
        Files.delete(hold);
        assertCompleted(jobs.awaitBackup());
        gateway.terminate();
        JobClient its = new JobClient(second.client());
        assertCompleted(its.running());
        assertCompleted(its.backup());
    }

    @Test
    public void runningJobKeepsItsSettings() throws IOException {
        gateway.prepareRemoteShell().start();
        GatewayClient client = gateway.client();
        JobClient jobs = new JobClient(client);
        Files.createFile(hold);
        jobs.start(BACKUP, JobClient.request());
        Await.until("the section is frozen", () -> Files.exists(Path.of(hold + ".reached")));

        gateway.configure(CORE, "retry-seconds", "30")
                .configure(CORE, "zstd-level", "4")
                .configure(
                        "org.flowgateway.backup.transport.local",
                        "directory",
                        gateway.folder().path().resolve("elsewhere").toString())
                .configure("org.flowgateway.backup.transport.sftp", "connect-timeout-seconds", "7")
                .configure("org.flowgateway.backup.section-ntp", "title", "Time");
        Await.until(
                "the changes are read",
                () -> GatewayProcess.holding(gateway.home().resolve("data/log"), "at zstd level 4")
                                .size()
                        > 0);
        gateway.switchRemoteShellOn();
        Await.until(
                "the remote shell is there",
                () -> gateway.shell("admin", GatewayProcess.PASSWORD, "gateway-backup:jobs")
                        .contains("EXECUTING"));
        assertEquals("EXECUTING", jobs.running().get("status").textValue());

        Files.delete(hold);
        JsonNode ended = jobs.awaitBackup();
        assertCompleted(ended);
        assertEquals(gateway.folder().backups().toString(), ended.get("path").textValue());
        assertCompleted(jobs.backup());
        assertEquals(
                gateway.folder().path().resolve("elsewhere").toString(),
                jobs.running().get("path").textValue());
    }

    @Test
    public void aBadValueLeavesTheLastGoodOneAndIsNamed() throws IOException {
        GatewayClient client = gateway.start().client();
        JobClient jobs = new JobClient(client);
        gateway.configure(CORE, "retry-seconds", "many").configure(CONFIG, "root", "relative");
        Await.until(
                "both are named",
                () -> answer(client).contains("etc/" + CORE + ".cfg: retry-seconds [many] is not a whole number")
                        && answer(client).contains("etc/" + CONFIG + ".cfg: root [relative] is not an absolute path"));
        HttpResponse<String> services = client.get(SERVICES);
        assertEquals(services.body(), 200, services.statusCode());
        assertTrue(
                services.body(),
                GatewayClient.parse(services.body())
                        .get(0)
                        .get("id")
                        .textValue()
                        .equals("mgmt.gateway_backup"));
        Await.until(
                "the log names it",
                () -> GatewayProcess.holding(
                                        gateway.home().resolve("data/log"),
                                        "retry-seconds [many] is not a whole number")
                                .size()
                        > 0);
        assertCompleted(jobs.backup());
        assertCompleted(jobs.restore());
        gateway.terminate();

        gateway.start();
        Await.until(
                "it is not ready, and says why",
                () -> answer(gateway.unready()).contains("etc/" + CORE + ".cfg: retry-seconds [many]"));
        assertEquals(503, client.get(SERVICES).statusCode());
        assertEquals(503, client.post(BACKUP, JobClient.request()).statusCode());
        gateway.configure(CORE, "retry-seconds", "600");
        Await.until(
                "only the section is left",
                () -> !answer(client).contains(CORE) && answer(client).contains("etc/" + CONFIG + ".cfg: root"));
        assertEquals(503, client.get(SERVICES).statusCode());
        assertEquals(503, client.post(BACKUP, JobClient.request()).statusCode());
        gateway.configure(CONFIG, "root", gateway.folder().config().toString());
        client.awaitReady();
        assertCompleted(jobs.backup());
    }

    @Test
    public void badValueOfTheEnvironmentIsReportedWithItsVariable() {
        gateway.with("GATEWAY_PACK_MIB", "7").start();
        Await.until(
                "it says why it is not ready",
                () -> answer(gateway.unready())
                        .contains("The environment variable GATEWAY_PACK_MIB (etc/" + CORE
                                + ".cfg): pack-mib [7] is not in 8 to 64. Correct it and start the gateway again"));
    }

    /** Returns the answer; empty while the gateway does not listen. */
    private static String answer(GatewayClient client) {
        try {
            return client.tryToSend(client.request(SERVICES).GET().build()).body();
        } catch (IOException notYet) {
            return "";
        }
    }

    private static Path etc(GatewayProcess gateway, String pid) {
        return gateway.home().resolve("etc").resolve(pid + ".cfg");
    }
}
