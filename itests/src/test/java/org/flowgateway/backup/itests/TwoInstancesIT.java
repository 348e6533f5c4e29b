package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.GatewayClient.SERVICES;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Second installation, unpacked beside a running one and started for the same gateway. */
public class TwoInstancesIT {

    private AttackedGateway first;
    private GatewayProcess second;
    private Path hold;

    /** Starts the first installation; its backup takes as long as the file {@code hold} exists. */
    @Before
    public void startTheFirst() throws IOException {
        first = AttackedGateway.unpack("first");
        hold = first.folder().path().resolve("hold");
        Path program = first.program(
                "freeze", "i=0; while test -e " + hold + " && test $i -lt 3000; do sleep 0.1; i=$((i+1)); done");
        Files.writeString(first.settings("config"), "freeze-command = " + program + "\n", StandardOpenOption.APPEND);
        // A second gateway starts meanwhile, which a busy machine needs minutes for.
        first.process().configure("org.flowgateway.backup.core", "hook-seconds", "600");
        second = GatewayProcess.unpack("gateway-backup.tar.gz", "second")
                .with("GATEWAY_ROOT", first.folder().gateway().toString())
                .with("GATEWAY_BACKUP_DIR", first.folder().backups().toString());
    }

    @After
    public void end() {
        if (second != null) {
            second.close();
        }
        if (first != null) {
            first.close();
        }
    }

    @Test
    public void secondIsNotReadyAndNamesTheHolderOfTheStateDirectory() throws IOException {
        JobClient jobs = first.start();
        assertCompleted(jobs.backup());
        Files.createFile(hold);
        jobs.start(BACKUP, JobClient.request());
        second.with("GATEWAY_STATE_DIR", first.folder().state().toString()).start();
        GatewayClient client = second.unready();
        String state = first.folder().state().toString();
        Await.until("the second says who holds the state directory", () -> {
            assertTrue("The second is ready beside the first", !client.isReady());
            return client.isListening() && isHeldByFirst(client.get(SERVICES), state);
        });
        assertTrue(isHeldByFirst(client.post(BACKUP, JobClient.request()), state));
        assertEquals("EXECUTING", jobs.running().get("status").textValue());
        Files.delete(hold);
        assertCompleted(jobs.awaitBackup());
        assertTrue(isHeldByFirst(client.get(SERVICES), state));
        assertCompleted(jobs.restore());
        first.process().terminate();
        second.terminate();
        // The next one recovers the state of the first.
        JobClient later = new JobClient(second.start().client());
        assertCompleted(later.running());
        assertCompleted(later.backup());
    }

    @Test
    public void aJobOfAnotherInstallationOnTheSameTreeIsRefused() throws IOException {
        JobClient jobs = first.start();
        assertCompleted(jobs.backup());
        JobClient others = new JobClient(second.start().client());
        SortedMap<String, String> tree = TreeState.of(first.folder().gateway());
        Files.createFile(hold);
        jobs.start(BACKUP, JobClient.request());
        Await.until(
                "the first one's backup is at work",
                () -> jobs.running().get("status").textValue().equals("EXECUTING"));
        for (JsonNode refused : new JsonNode[] {others.backup(), others.restore()}) {
            assertError(refused, "process " + first.process().pid());
        }
        TreeState.assertSame(tree, TreeState.of(first.folder().gateway()));
        Files.delete(hold);
        assertCompleted(jobs.awaitBackup());
        assertCompleted(others.backup());
        others.start(RESTORE, JobClient.request());
        assertCompleted(others.awaitRestore());
    }

    private boolean isHeldByFirst(HttpResponse<String> answer, String directory) {
        return answer.statusCode() == 503
                && answer.body().contains(directory)
                && answer.body().contains("process " + first.process().pid());
    }
}
