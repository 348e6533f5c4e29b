package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.SortedMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Confirmation window of a restored state, as the gateway's users see it, across a kill and a stop. */
public class ConfirmationWindowIT {

    private GatewayProcess gateway;

    @Before
    public void start() {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "confirmation-window")
                .with("GATEWAY_PACK_MIB", "8")
                .with("GATEWAY_CONFIRM_MINUTES", "1440");
        SampleTree.make(gateway.folder());
        gateway.start();
    }

    @After
    public void end() {
        gateway.close();
    }

    @Test
    public void confirmationWindowSurvivesAKillAndAStop() throws IOException {
        GatewayClient client = gateway.client();
        SortedMap<String, String> restored = TreeState.ofSections(gateway.folder());
        assertCompleted(new JobClient(client).backup());
        Files.writeString(gateway.folder().config().resolve("added later"), "later");
        String job = new JobClient(client).start(RESTORE, JobClient.request());
        Await.until(
                "confirmation-window",
                () -> client.json(job).get("phase").textValue().equals("AWAITING_CONFIRMATION"));
        assertWaits(client, job, restored);
        assertEquals(400, client.post(BACKUP, JobClient.request()).statusCode());
        gateway.kill();
        assertWaits(gateway.start().client(), job, restored);
        gateway.terminate();
        GatewayClient again = gateway.start().client();
        assertWaits(again, job, restored);
        assertEquals(
                404,
                again.post(job.replaceAll("[0-9]+$", "999999") + "/confirm", "").statusCode());
        assertEquals(204, again.post(job + "/confirm", "").statusCode());
        assertCompleted(new JobClient(again).awaitRestore());
        TreeState.assertSame(restored, TreeState.ofSections(gateway.folder()));
        HttpResponse<String> twice = again.post(job + "/confirm", "");
        assertEquals(twice.body(), 400, twice.statusCode());
        assertTrue(twice.body(), twice.body().contains("nothing to confirm"));
        assertCompleted(new JobClient(again).backup());
    }

    /** Checks that the old state is kept, hidden beside the new one, and nowhere else. */
    private void assertWaits(GatewayClient client, String job, SortedMap<String, String> restored) {
        JsonNode status = client.json(RESTORE);
        assertEquals(status.toString(), "EXECUTING", status.get("status").textValue());
        assertTrue(status.toString(), status.get("message").textValue().contains(job + "/confirm"));
        SortedMap<String, String> inUse = TreeState.ofSections(gateway.folder());
        inUse.keySet().removeIf(name -> name.contains(".before"));
        TreeState.assertSame(restored, inUse);
    }
}
