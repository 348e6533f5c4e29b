package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log and the jobs' records name the user of every action on a job. */
class JobAuditTest {

    private static final Actor OPERATOR = new Actor("operator", "192.0.2.7");
    private static final Actor OTHER = new Actor("other", "2001:db8::1");

    @TempDir
    private Path directory;

    private final Latch gate = new Latch();
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory).start();
        gateway.write("config/file", "backed up");
    }

    @AfterEach
    void stop() {
        gate.open();
        gateway.close();
    }

    private List<String> audited() {
        return gateway.audited().stream()
                .map(event -> event.actor().user() + "@" + event.actor().address() + " " + event.action() + " "
                        + event.object() + " " + event.result() + " " + event.job())
                .map(String::strip)
                .toList();
    }

    private JobService as(Actor actor) {
        return gateway.service().onBehalfOf(actor);
    }

    @Test
    void actorOfAJobIsInTheAuditLogAndInItsRecord() throws Exception {
        Job backup = gateway.await(as(OPERATOR).startBackup(gateway.backupRequest()));
        assertThat(backup.startedBy()).isEqualTo(OPERATOR);
        assertThat(audited())
                .containsExactly(
                        "operator@192.0.2.7 START backup localhost backups OK backup-000001",
                        "operator@192.0.2.7 END backup localhost backups COMPLETED backup-000001");
        gateway.close();
        gateway = new TestGateway(directory).start();
        assertThat(gateway.service().job(backup.id()).orElseThrow().startedBy()).isEqualTo(OPERATOR);
    }

    @Test
    void rejectedAndCancelledJobsAreAudited() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        Job running = as(OPERATOR).startBackup(gateway.backupRequest());
        gate.awaitReached();
        assertThatThrownBy(() -> as(OTHER).startBackup(gateway.backupRequest()))
                .isInstanceOf(JobInProgressException.class);
        assertThatThrownBy(() -> as(OTHER).confirm(running.id())).isInstanceOf(NothingToConfirmException.class);
        assertThat(as(OTHER).cancel("backup-999999")).isFalse();
        assertThat(as(OTHER).cancel(running.id())).isTrue();
        gate.open();
        Job ended = gateway.await(running);
        assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
        assertThat(ended.message()).startsWith("Cancelled by other");
        assertThat(audited())
                .element(1)
                .asString()
                .startsWith("other@2001:db8::1 START backup localhost backups REFUSED: A backup is running since");
        assertThat(audited())
                .element(2)
                .asString()
                .startsWith("other@2001:db8::1 CONFIRM backup-000001 REFUSED: There is nothing to confirm");
        assertThat(audited()).element(3).asString().startsWith("other@2001:db8::1 CANCEL backup-999999 REFUSED: ");
        assertThat(audited()).element(4).isEqualTo("other@2001:db8::1 CANCEL backup-000001 OK backup-000001");
        assertThat(audited())
                .last()
                .asString()
                .startsWith("operator@192.0.2.7 END backup localhost backups CANCELLED: Cancelled by other");
    }

    @Test
    void unwritableRecordIsReportedWithItsPathAndNoJobStarts() throws IOException {
        Path jobs = gateway.state.resolve("jobs");
        Path inTheWay = Files.createDirectories(jobs.resolve("backup-000001.properties.new/x"));
        assertThatThrownBy(() -> as(OPERATOR).startBackup(gateway.backupRequest()))
                .isInstanceOf(StateDirectoryException.class)
                .hasMessageStartingWith("The state directory cannot be written: " + jobs);
        assertThat(gateway.service().job("backup-000001")).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .contains("START backup localhost backups REFUSED: The state directory cannot be written");
        Files.delete(inTheWay);
    }

    @Test
    void endOfInterruptedJobIsAudited() throws Exception {
        gateway.faults.before(Call.PUT, name -> true, gate);
        as(OPERATOR).startBackup(gateway.backupRequest());
        gate.awaitReached();
        Path record = gateway.state.resolve("jobs/backup-000001.properties");
        String executing = Files.readString(record);
        gate.open();
        gateway.close();
        Files.writeString(record, executing);
        gateway = new TestGateway(directory).start();
        assertThat(gateway.audited()).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo(OPERATOR);
            assertThat(event.action()).isEqualTo(AuditEvent.Action.END);
            assertThat(event.result()).startsWith("ERROR: The gateway stopped while this backup was running");
        });
    }
}
