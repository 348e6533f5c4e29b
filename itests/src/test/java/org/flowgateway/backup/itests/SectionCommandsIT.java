package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.KEEPALIVE;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Setup of backups and restores by an operator: commands of a section, and the commands of the remote shell. */
public class SectionCommandsIT {

    private static final List<String> HOOKS = List.of("freeze", "thaw", "deactivate", "activated");

    private static GatewayProcess gateway;
    private static GatewayFolder folder;

    private JobClient jobs = new JobClient(gateway.client());

    @BeforeClass
    public static void start() throws IOException {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "commands");
        folder = gateway.folder();
        SampleTree.make(folder);
        Path program = Files.writeString(folder.path().resolve("program"), """
                #!/bin/sh
                here=${0%/*}
                echo "$@" >> $here/calls
                if [ "$1" = freeze ] && [ -e $here/hold ]; then sleep 600; fi
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path settings = gateway.home().resolve("etc/org.flowgateway.backup.section-config.cfg");
        for (String hook : HOOKS) {
            Files.writeString(
                    settings,
                    hook + "-command = " + program + ", " + hook + ",a,,b c,$HOME,\\\\d\n",
                    StandardOpenOption.APPEND);
        }
        gateway.withRemoteShell().start();
    }

    @AfterClass
    public static void end() {
        gateway.close();
    }

    @Test
    public void aBackupAndARestoreRunTheCommandsAsTheyStandInTheFile() throws IOException {
        Files.deleteIfExists(folder.path().resolve("calls"));
        assertCompleted(jobs.backup());
        assertCompleted(jobs.restore());
        assertEquals(HOOKS.stream().map(SectionCommandsIT::line).toList(), calls());
    }

    @Test
    public void aSectionThatWasFrozenWhenTheGatewayWasKilledIsThawedAtTheNextStart() throws IOException {
        Path hold = Files.createFile(folder.path().resolve("hold"));
        Files.deleteIfExists(folder.path().resolve("calls"));
        jobs.start(BACKUP, JobClient.request());
        Await.until("the section is frozen", () -> calls().equals(List.of(line("freeze"))));
        gateway.kill();
        Files.delete(hold);
        jobs = new JobClient(gateway.start().client());
        Await.until("the section is thawed", () -> calls().equals(List.of(line("freeze"), line("thaw"))));
        assertError(jobs.running(), "The gateway stopped while this backup was running");
        assertCompleted(jobs.backup());
        assertFalse(Files.exists(folder.state().resolve("sections.owed")));
    }

    @Test
    public void theShellShowsJobsAndConfirmsForThoseWhoMay() throws IOException {
        Files.writeString(
                folder.state().resolve("users.properties"),
                "keeper = keeping,admin,ssh\nwatcher = seeing,viewer,ssh\n",
                StandardOpenOption.APPEND);
        GatewayClient keeper = gateway.unready().withAuthorization(GatewayClient.basic("keeper", "keeping"));
        Await.until(
                "the new users' passwords are hashed",
                () -> keeper.get(KEEPALIVE).statusCode() == 204);
        assertCompleted(jobs.backup());
        Await.until(
                "the shell shows the backup",
                () -> shell("keeper", "keeping", "gateway-backup:jobs").contains("COMPLETED"));
        String jobs = shell("watcher", "seeing", "gateway-backup:jobs");
        String id = jobs.replaceAll("(?s)^.*?(backup-[0-9]{6}).*", "$1");
        String job = shell("watcher", "seeing", "gateway-backup:job " + id);
        assertTrue(job, job.contains("Id:        " + id) && job.contains("State:     COMPLETED"));
        assertShellSays(
                "There is no job backup-999999", shell("watcher", "seeing", "gateway-backup:job backup-999999"));
        assertShellSays("No restore awaits a confirmation", shell("keeper", "keeping", "gateway-backup:confirm"));
        assertShellSays(
                "There is nothing to confirm: " + id, shell("keeper", "keeping", "gateway-backup:confirm " + id));
        assertShellSays(
                "This user has no permission to confirm a restore",
                shell("watcher", "seeing", "gateway-backup:confirm"));
    }

    private static void assertShellSays(String expected, String said) {
        assertTrue(said, said.contains(expected) && !said.contains("Exception"));
    }

    private static String shell(String user, String password, String command) {
        return gateway.shell(user, password, command);
    }

    private static String line(String hook) {
        return hook + " a,b c $HOME \\d";
    }

    private static List<String> calls() {
        Path file = folder.path().resolve("calls");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
