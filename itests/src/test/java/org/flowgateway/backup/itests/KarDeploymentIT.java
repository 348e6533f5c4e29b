package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.Test;

/** KAR in the deploy folder of Apache's stock Karaf. */
public class KarDeploymentIT {

    @Test
    public void aStockKarafBecomesAGateway() throws IOException {
        Path kar = Path.of(System.getProperty("itests.target"), "tested/gateway-backup.kar");
        try (GatewayProcess karaf = GatewayProcess.unpack("stock-karaf.tar.gz", "kar")) {
            SampleTree.make(karaf.folder());
            // An operator of a stock Karaf replaces bin/setenv of the distribution.
            karaf.with("LC_ALL", "C.UTF-8");
            Files.copy(kar, karaf.home().resolve("deploy/gateway-backup.kar"));
            karaf.start();
            GatewayClient client;
            try (UnauthenticatedProbe intruder = UnauthenticatedProbe.at(karaf.unready())) {
                client = karaf.client();
                Await.until("it refuses", () -> intruder.refused() > 0);
            }
            SortedMap<String, String> before = TreeState.ofSections(karaf.folder());
            assertEquals(List.of(), complaints(karaf));
            JobClient jobs = new JobClient(client);
            assertEquals(
                    401,
                    client.withAuthorization(GatewayClient.basic("karaf", "karaf"))
                            .get(BACKUP)
                            .statusCode());
            // Optional features are not installed.
            String bucket = JobClient.request("hostname", "s3://bucket", "username", "u", "password", "p", "path", "p");
            assertEquals(400, client.post(BACKUP, bucket).statusCode());
            assertCompleted(jobs.backup());
            SampleTree.damage(karaf.folder());
            assertCompleted(jobs.restore());
            TreeState.assertSame(before, TreeState.ofSections(karaf.folder()));
            assertEquals(List.of(), complaints(karaf));

            karaf.kill();
            Files.delete(karaf.home().resolve("data/log/karaf.log"));
            karaf.start().client();
            assertEquals(List.of(), complaints(karaf));
        }
    }

    /**
     * Returns warnings and errors, except the two that Karaf 4.4.10 also logs without the KAR in most starts after the first: its management
     * server starts twice.
     */
    private static List<String> complaints(GatewayProcess karaf) {
        return karaf.complaints().stream()
                .filter(line -> !line.contains("| Task rejected for JMX Notification dispatch of event "))
                .filter(line ->
                        !line.contains("| java.rmi.server.hostname system property is already set to 127.0.0.1. "))
                .toList();
    }
}
