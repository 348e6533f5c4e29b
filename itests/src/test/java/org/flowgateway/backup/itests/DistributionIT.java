package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.GatewayClient.SECURITY_PASSWORD;
import static org.flowgateway.backup.itests.Jobs.assertCompleted;
import static org.flowgateway.backup.itests.Jobs.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import org.junit.After;
import org.junit.Test;

/** The distribution as people run it: another user than root, another folder, {@code LC_ALL=C}, and what its environment says. */
public class DistributionIT {

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
        gateway.asNobody();
        SortedMap<String, String> before = TreeState.ofSections(folder);
        Jobs jobs = new Jobs(startedUnderAttack());
        assertCompleted(jobs.backup());
        JsonNode successful = jobs.lastSuccessful();
        gateway.terminate();

        jobs = new Jobs(startedUnderAttack());
        assertEquals(successful, jobs.lastSuccessful());
        assertEquals("COMPLETED", jobs.running().get("status").textValue());
        Commands.run("rm", "-rf", folder.config().resolve("flows").toString());
        assertCompleted(jobs.restore());
        assertError(jobs.restore("security_pwd", SECURITY_PASSWORD + "x"), "password");
        TreeState.assertSame(before, TreeState.ofSections(folder));
        gateway.terminate();

        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(folder.state()));
        for (Path place : List.of(gateway.home().resolve("data"), gateway.home().resolve("etc"), folder.state(), folder.backups(),
                folder.path().resolve("console.log"))) {
            for (String secret : List.of(GatewayProcess.PASSWORD, SECURITY_PASSWORD, "the secret of certs")) {
                assertEquals(List.of(), GatewayProcess.holding(place, secret));
            }
        }
        assertTrue(GatewayProcess.holding(gateway.home().resolve("data/log"), "HTTPS at 127.0.0.1").size() > 0);
        // What a run writes lies below data/ and in the folders it was given.
        String written = Commands.run("find", gateway.home().toString(), "-newer", folder.state().resolve("tls/certificate.pem").toString(),
                "-not", "-path", gateway.home() + "/data*", "-not", "-path", gateway.home().toString(), "-type", "f");
        assertEquals("", written);
    }

    @Test
    public void withoutANetworkAndAPasswordItStartsAndLeavesARandomPassword() throws IOException {
        String[] alone = Commands.isRoot() ? new String[] {"unshare", "-n"} : new String[] {"unshare", "-rn"};
        assumeTrue("No network namespaces here", Commands.works(alone[0], alone[1], "true"));
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "alone").with("GATEWAY_ADMIN_PASSWORD", null);
        GatewayFolder folder = gateway.folder();
        SampleTree.make(folder);
        // Only curl in the same namespace can reach it; the port is free there in any case.
        String port = Integer.toString(GatewayContainer.freePort());
        gateway.with("GATEWAY_HTTPS_PORT", port).within(alone[0], alone[1], "sh", "-c", "ip link set lo up; exec \"$@\"", "sh").start();
        Path initial = folder.state().resolve("initial-password");
        String namespace = Long.toString(gateway.pid());
        String base = "https://127.0.0.1:" + port;
        Await.until("the gateway is ready", () -> gateway.isAlive() && Commands.works("nsenter", "-t", namespace, "-n",
                "curl", "-skf", base + GatewayClient.SERVICES));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(initial));
        String password = Files.readString(initial).strip();
        assertTrue(password.length() >= 16);
        String status = Commands.run("nsenter", "-t", namespace, "-n", "curl", "-sk", "-u", "admin:" + password, "-d", Jobs.request(),
                "-H", "Content-Type: application/json", "-w", "%{http_code}", base + BACKUP);
        assertEquals("204", status);
        assertEquals(List.of(), GatewayProcess.holding(gateway.home().resolve("data"), password));
        assertEquals(List.of(), GatewayProcess.holding(folder.path().resolve("console.log"), password));
    }

    @Test
    public void aStopDuringABackupCancelsItAndLeavesNothing() throws IOException {
        gateway = large("stop").start();
        Jobs jobs = new Jobs(gateway.client());
        jobs.start(BACKUP, Jobs.request());
        awaitPack();
        gateway.terminate();
        assertEquals(List.of(), TreeState.names(gateway.folder().backups()));
        gateway.start();
        jobs = new Jobs(gateway.client());
        assertError(jobs.running(), "stopped with the gateway");
        assertEquals("", jobs.lastSuccessful().get("subdir").textValue());
    }

    @Test
    public void aKillDuringABackupIsSettledAtTheNextStart() throws IOException {
        gateway = large("kill-backup").start();
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        Jobs jobs = new Jobs(gateway.client());
        jobs.start(BACKUP, Jobs.request());
        gateway.kill(); // As soon as the answer is there: nothing may be stored yet.
        gateway.start();
        jobs = new Jobs(gateway.client());
        assertError(jobs.running(), "The gateway stopped");
        assertEquals(List.of(), TreeState.names(gateway.folder().backups()));

        jobs.start(BACKUP, Jobs.request());
        awaitPack();
        gateway.kill();
        assertEquals(1, TreeState.names(gateway.folder().backups()).size());
        gateway.start();
        jobs = new Jobs(gateway.client());
        assertError(jobs.running(), "The gateway stopped");
        assertEquals(List.of(), TreeState.names(gateway.folder().backups()));
        assertCompleted(jobs.backup());
        assertEquals(1, TreeState.names(gateway.folder().backups()).size());
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));
    }

    @Test
    public void aKillDuringARestoreLeavesTheOldTreeOrTheNewOne() throws IOException {
        gateway = large("kill-restore").start();
        GatewayFolder folder = gateway.folder();
        SortedMap<String, String> restored = TreeState.ofSections(folder);
        Jobs jobs = new Jobs(gateway.client());
        assertCompleted(jobs.backup());
        Files.writeString(folder.config().resolve("added later"), "later");
        SortedMap<String, String> old = TreeState.ofSections(folder);

        jobs.start(RESTORE, Jobs.request());
        Await.until("something is staged", () -> TreeState.names(folder.gateway()).stream().anyMatch(this::isStaging));
        gateway.kill();
        gateway.start();
        jobs = new Jobs(gateway.client());
        assertError(jobs.awaitRestore(), "The gateway stopped");
        TreeState.assertSame(old, TreeState.ofSections(folder));
        assertEquals(List.of("config", "vault"), TreeState.names(folder.gateway()));
        assertFalse(Files.exists(folder.state().resolve("restore.journal")));

        jobs.start(RESTORE, Jobs.request());
        Await.until("the states change places", () -> TreeState.names(folder.gateway()).stream().anyMatch(name -> name.endsWith(".before"))
                || !Files.exists(folder.config().resolve("added later")));
        gateway.kill();
        gateway.start();
        jobs = new Jobs(gateway.client());
        JsonNode ended = jobs.awaitRestore();
        boolean complete = ended.get("status").textValue().equals("COMPLETED");
        TreeState.assertSame(complete ? restored : old, TreeState.ofSections(folder));
        assertEquals(List.of("config", "vault"), TreeState.names(folder.gateway()));
        assertEquals(List.copyOf(SampleTree.VAULT).stream().sorted().toList(), TreeState.names(folder.gateway().resolve("vault")));
        assertCompleted(jobs.backup());
        assertCompleted(jobs.restore());
    }

    /** Calls without credentials begin before anybody listens, and not one is let in. */
    private GatewayClient startedUnderAttack() {
        try (Intruder intruder = Intruder.at(gateway.unready())) {
            GatewayClient client = gateway.start().client();
            Await.until("it refuses", () -> intruder.refused() > 0);
            return client;
        }
    }

    private boolean isStaging(String name) {
        return name.endsWith(".restored");
    }

    /** A tree of so many packs that there is time to see the first ones appear. */
    private static GatewayProcess large(String test) throws IOException {
        GatewayProcess process = GatewayProcess.unpack("gateway-backup.tar.gz", test).with("GATEWAY_PACK_MIB", "8").with("GATEWAY_WORKERS", "1");
        SampleTree.make(process.folder());
        for (int i = 0; i < 20; i++) {
            SampleTree.random(process.folder().config().resolve("large" + i), 10 << 20);
        }
        return process;
    }

    private void awaitPack() {
        Path backups = gateway.folder().backups();
        Await.until("the first pack is stored", () -> TreeState.names(backups).stream()
                .anyMatch(name -> !TreeState.names(backups.resolve(name).resolve("packs")).isEmpty()));
    }
}
