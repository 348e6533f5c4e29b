package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Latch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords are wiped when a job is over or was not started, and appear nowhere. */
class SecretsTest {

    private static final String LOGIN = "canary-login-4711";
    private static final String PROTECTION = "canary-protection-0815";

    @TempDir
    private Path directory;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Secret login = new Secret(LOGIN.toCharArray());
    private final SecurityPassword protection = new SecurityPassword(PROTECTION);
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        gateway = new TestGateway(directory);
        gateway.write("config/file", "content");
    }

    @AfterEach
    void stop() {
        gateway.close();
        System.setErr(standardError);
    }

    private Job startBackup(String hostname) throws Exception {
        return gateway.service()
                .startBackup(new BackupRequest(new Target(hostname, "me", "backups"), Optional.of(login), protection));
    }

    private void assertWiped() {
        TestGateway.await(
                "the passwords are wiped", () -> isWiped(login::characters) && isWiped(protection::characters));
    }

    private static boolean isWiped(Runnable use) {
        try {
            use.run();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void secretsAreWipedAfterJob() throws Exception {
        gateway.start();
        assertThat(gateway.await(startBackup("localhost")).state()).isEqualTo(JobState.COMPLETED);
        assertWiped();
    }

    @Test
    void secretsAreWipedAfterFailedJob() throws Exception {
        gateway.start().faults.failOn(Call.PROBE, name -> true, FailureKind.DENIED);
        assertThat(gateway.await(startBackup("localhost")).state()).isEqualTo(JobState.ERROR);
        assertWiped();
    }

    @Test
    void secretsAreWipedIfTargetIsRejected() throws Exception {
        gateway.start();
        assertThatThrownBy(() -> startBackup("x-foo://y")).isInstanceOf(InvalidRequestException.class);
        assertWiped();
    }

    @Test
    void secretsAreWipedIfSectionIsMissing() throws Exception {
        gateway.addSection(new TestSection("config", true, false, gateway.root.resolve("other")))
                .start();
        assertThatThrownBy(() -> startBackup("localhost")).isInstanceOf(NotReadyException.class);
        assertWiped();
    }

    @Test
    void secretsOfRejectedJobAreWipedAndThoseOfRunningJobKept() throws Exception {
        Latch gate = new Latch();
        gateway.start().faults.before(Call.PROBE, name -> true, gate);
        Job running = gateway.startBackup();
        gate.awaitReached();
        assertThatThrownBy(() -> startBackup("localhost")).isInstanceOf(JobInProgressException.class);
        assertWiped();
        gate.open();
        assertThat(gateway.await(running).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void secretsAreInNoFileLogEventOrMessage() throws Exception {
        gateway.start();
        Job backup = gateway.await(startBackup("localhost"));
        assertThat(backup.state()).isEqualTo(JobState.COMPLETED);
        gateway.memory.plant(
                backup.backupDirectory() + "/packs/000000.tar.zst.pgp",
                new byte[gateway.memory.objects().get(backup.backupDirectory() + "/packs/000000.tar.zst.pgp").length]);
        Job restore = gateway.await(gateway.service()
                .startRestore(new RestoreRequest(
                        new Target("localhost", "me", "backups"),
                        Optional.of(new Secret(LOGIN.toCharArray())),
                        new SecurityPassword(PROTECTION),
                        RestoreSelection.everything(),
                        Optional.empty())));
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        gateway.faults.failOn(Call.PUT, name -> true, FailureKind.UNKNOWN);
        Job failed = gateway.await(gateway.service()
                .startBackup(new BackupRequest(
                        new Target("localhost", "me", "backups"),
                        Optional.of(new Secret(LOGIN.toCharArray())),
                        new SecurityPassword(PROTECTION))));
        gateway.close();

        assertThat(log.toString(StandardCharsets.UTF_8)).contains("failed").doesNotContain("canary");
        assertThat(gateway.events)
                .hasSizeGreaterThan(8)
                .extracting(event -> TestGateway.job(event).toString())
                .noneMatch(text -> text.contains("canary"));
        assertThat(backup.toString() + restore + failed).doesNotContain("canary");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("canary"));
        }
        assertThat(gateway.memory.objects().values())
                .allSatisfy(content -> assertThat(new String(content, StandardCharsets.ISO_8859_1))
                        .doesNotContain("canary"));
    }
}
