package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.flowgateway.backup.transport.s3.S3Server;
import org.flowgateway.backup.transport.s3.TestCertificate;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Backups in a bucket, by a transport that is installed and uninstalled while the gateway runs. */
public class S3TransportIT {

    private static final String PREFIX = "gateways/fg1";
    private static final Path TESTED = Path.of(System.getProperty("itests.target"), "tested");

    private GatewayProcess gateway;
    private S3Server store;
    private Path disk;

    @Before
    public void start() throws Exception {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "s3");
        SampleTree.make(gateway.folder());
        Path place = gateway.folder().path().resolve("store");
        Files.createDirectories(place);
        TestCertificate certificate = TestCertificate.make(place);
        disk = place.resolve("disk");
        Files.createDirectories(disk.resolve("backups"));
        store = S3Server.s3Proxy(TESTED.resolve("s3proxy.jar"), disk, certificate);
        gateway.with("GATEWAY_S3_CA_FILE", certificate.pem().toString()).start();
    }

    @After
    public void end() {
        gateway.close();
        store.close();
    }

    @Test
    public void transportIsInstalledUsedAndUninstalled() throws Exception {
        GatewayClient client = gateway.client();
        JobClient jobs = new JobClient(client);
        assertNotInstalled(client);
        assertInTheDistribution();

        Path dropped = gateway.home().resolve("deploy/transport-s3.jar");
        drop(dropped);
        Await.until(
                "the transport is there", () -> !answer(client, "s3+https://").contains("No transport"));
        SortedMap<String, String> before = TreeState.ofSections(gateway.folder());
        assertCompleted(jobs.backup(request(S3Server.SECRET)));
        assertEquals(
                1,
                StoredBackups.assertWhole(disk.resolve("backups").resolve(PREFIX))
                        .size());
        SampleTree.damage(gateway.folder());
        assertCompleted(jobs.restore(request(S3Server.SECRET)));
        TreeState.assertSame(before, TreeState.ofSections(gateway.folder()));

        assertError(jobs.backup(request("canary-of-nobody")), "refuses this access key");
        for (Path place : List.of(
                gateway.home().resolve("data/log"),
                gateway.folder().state(),
                gateway.folder().path().resolve("console.log"))) {
            for (String secret : List.of(S3Server.SECRET, "canary-of-nobody")) {
                assertEquals(List.of(), GatewayProcess.holding(place, secret));
            }
        }

        assertTrue(threads().contains("Gateway Backup S3"));
        Files.delete(dropped);
        Await.until(
                "the transport has gone",
                () -> answer(client, "s3+https://").contains("No transport for s3+https:// is installed"));
        assertNotInstalled(client);
        Await.until("its threads have ended", () -> !threads().contains("Gateway Backup S3"));
    }

    /** Update and uninstallation of a transport in use: both end the running job, and affect nothing else. */
    @Test
    public void uninstalledOrUpdatedTransportEndsItsJobAndServesAgain() throws Exception {
        GatewayClient client = gateway.client();
        JobClient jobs = new JobClient(client);
        Path dropped = gateway.home().resolve("deploy/transport-s3.jar");
        Path hole = gateway.folder().config().resolve("a hole");
        Path stored = disk.resolve("backups").resolve(PREFIX);
        for (boolean update : List.of(false, true)) {
            AvailabilityProbe onlooker = AvailabilityProbe.at(client);
            try {
                if (!update) {
                    drop(dropped);
                }
                Await.until(
                        "the transport is there",
                        () -> !answer(client, "s3+https://").contains("No transport"));
                // The container notices a file within a second or two.
                try (RandomAccessFile file = new RandomAccessFile(hole.toFile(), "rw")) {
                    file.setLength(32L << 30);
                }
                int before = packs(stored);
                jobs.start(BACKUP, JobClient.request(request(S3Server.SECRET)));
                Await.until("packs are stored", () -> packs(stored) > before);
                if (update) {
                    drop(dropped);
                } else {
                    Files.delete(dropped);
                }
                assertError(
                        jobs.awaitBackup(),
                        "The transport for this target was uninstalled while in use. Install it again");
                Files.delete(hole);
                if (!update) {
                    drop(dropped);
                }
                Await.until(
                        "the transport is there again",
                        () -> !answer(client, "s3+https://").contains("No transport"));
                assertCompleted(jobs.backup(request(S3Server.SECRET)));
            } finally {
                Files.deleteIfExists(hole);
                onlooker.close();
            }
            StoredBackups.assertWhole(stored);
        }
    }

    private static int packs(Path stored) {
        if (!Files.exists(stored)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(stored)) {
            return (int) files.filter(file -> file.getFileName().toString().endsWith(".tar.zst.pgp"))
                    .count();
        } catch (IOException | UncheckedIOException whileItChanges) {
            return 0;
        }
    }

    /** Checks that the feature, with its bundle and its settings, is in the distribution: its installation needs no network. */
    private void assertInTheDistribution() throws IOException {
        try (Stream<Path> files = Files.walk(gateway.home().resolve("system/org/flowgateway/backup/transport-s3"))) {
            assertTrue(files.anyMatch(file -> file.toString().endsWith(".jar")));
        }
        assertTrue(Files.exists(gateway.home().resolve("etc/org.flowgateway.backup.transport.s3.cfg")));
    }

    /** Moves the complete file to its name, as a user of the folder should do. */
    private static void drop(Path at) throws IOException {
        Path beside = at.resolveSibling("../transport-s3.part");
        Files.copy(TESTED.resolve("transport-s3.jar"), beside);
        Files.move(beside, at, StandardCopyOption.ATOMIC_MOVE);
    }

    private String[] request(String secret) {
        return new String[] {
            "hostname",
            "s3+https://127.0.0.1:" + store.port() + "/backups",
            "username",
            S3Server.ACCESS_KEY,
            "password",
            secret,
            "path",
            PREFIX
        };
    }

    private static void assertNotInstalled(GatewayClient client) {
        for (String scheme : List.of("s3://", "s3+https://", "s3+http://")) {
            assertTrue(answer(client, scheme)
                    .contains("No transport for " + scheme + " is installed: available are localhost, sftp://."));
        }
    }

    /** Returns the message for a target without a transport. */
    private static String answer(GatewayClient client, String scheme) {
        HttpResponse<String> answer = client.post(RESTORE, JobClient.request("hostname", scheme + "no_bucket"));
        assertEquals(answer.body(), 400, answer.statusCode());
        return answer.body();
    }

    private String threads() {
        return SystemCommands.run(
                Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                Long.toString(gateway.pid()),
                "Thread.print");
    }
}
