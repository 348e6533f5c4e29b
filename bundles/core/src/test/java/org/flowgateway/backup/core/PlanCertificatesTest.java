package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreCheck.Result;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore's effect on certificates is reported before it, and again after it. */
class PlanCertificatesTest {

    private static final RestoreSelection ALL = RestoreSelection.everything();

    @TempDir
    private static Path keys;

    private static Path good;
    private static Path other;
    private static Path expired;

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path certs;

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = certificate("good", "2025/01/01 00:00:00", 3650);
        other = certificate("other", "2025/01/01 00:00:00", 3650);
        expired = certificate("expired", "2025/12/22 12:00:00", 40);
        certificate("future", "2027/01/31 12:00:00", 365);
    }

    private static Path certificate(String name, String from, int days) throws Exception {
        Path store = keys.resolve(name + ".p12");
        Path pem = keys.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-startdate",
                from,
                "-validity",
                Integer.toString(days),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                pem.toString());
        keytool(
                "-exportcert",
                "-alias",
                name,
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                keys.resolve(name + ".der").toString());
        return pem;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Command.run(command.toArray(String[]::new));
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory)
                .clock(new TestClock("2026-02-27T15:46:00Z"))
                .start();
        certs = gateway.root.resolve("vault/certs");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void unchangedCertificatesAreNotReported() throws Exception {
        Files.copy(good, certs.resolve("server.pem"));
        Files.writeString(
                certs.resolve("key.pem"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\nnone of these");
        gateway.completedBackup();
        assertThat(certificates(gateway.plan(ALL)))
                .containsExactly("OK No current certificate is replaced, and those of the backup are valid today");
        assertThat(gateway.completedRestore().message()).isEmpty();
    }

    @Test
    void invalidCertificatesAreReportedWithTheirDate() throws Exception {
        Files.copy(expired, certs.resolve("old.pem"));
        Files.copy(keys.resolve("future.der"), certs.resolve("new.crt"));
        Files.writeString(
                certs.resolve("both.pem"),
                "key and certificate\n" + Files.readString(good) + Files.readString(expired));
        gateway.completedBackup();
        assertTold(
                "certs/old.pem of the backup holds a certificate that expired on 2026-01-31",
                "certs/new.crt of the backup holds a certificate that is not valid before 2027-01-31",
                "certs/both.pem of the backup holds a certificate that expired on 2026-01-31");
    }

    @Test
    void replacedCertificatesAreReported() throws Exception {
        Files.copy(good, certs.resolve("server.pem"));
        gateway.completedBackup();
        Files.write(certs.resolve("server.pem"), Files.readAllBytes(other));
        Files.copy(other, certs.resolve("added.pem"));
        listensWith(good);
        assertTold("Current certificates of the gateway are replaced: certs/added.pem, certs/server.pem."
                + " The one that clients of this gateway's HTTPS see is not among them and stays");
    }

    @Test
    void restoredListenerCertificateIsReported() throws Exception {
        Files.copy(good, certs.resolve("server.pem"));
        gateway.completedBackup();
        Files.write(certs.resolve("server.pem"), Files.readAllBytes(other));
        listensWith(other);
        assertTold("Current certificates of the gateway are replaced: certs/server.pem. The one that clients of this"
                + " gateway's HTTPS see is among them");
    }

    @Test
    void noCertKeepsCertificates() throws Exception {
        Files.copy(expired, certs.resolve("server.pem"));
        gateway.completedBackup();
        Files.write(certs.resolve("server.pem"), Files.readAllBytes(good));
        int before = gateway.faults.calls().size();
        RestorePlan plan = gateway.plan(RestoreSelection.withoutCertificates());
        assertThat(certificates(plan)).containsExactly("OK The gateway keeps its current certificates");
        assertThat(gateway.faults.calls().subList(before, gateway.faults.calls().size()))
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
        assertThat(gateway.restore(plan).message()).isEmpty();
    }

    @Test
    void partialRestoreKeepsOtherCertificates() throws Exception {
        Files.copy(good, certs.resolve("one.pem"));
        Files.copy(expired, certs.resolve("two.pem"));
        gateway.completedBackup();
        Files.write(certs.resolve("one.pem"), Files.readAllBytes(other));
        Files.write(certs.resolve("two.pem"), Files.readAllBytes(other));
        RestorePlan plan = gateway.plan(RestoreSelection.of(List.of(), List.of("certs/one.pem")));
        assertThat(certificates(plan))
                .containsExactly("WARNING Current certificates of the gateway are replaced: certs/one.pem. It is"
                        + " unknown whether the one that clients of this gateway see is among them");
        assertThat(gateway.restore(plan).state()).isEqualTo(JobState.COMPLETED);
        assertThat(certs.resolve("two.pem")).hasSameBinaryContentAs(other);
    }

    @Test
    void tooLargeFileIsNotReadAsCertificate() throws Exception {
        gateway.write("vault/certs/large", 3 << 20);
        gateway.completedBackup();
        int before = gateway.faults.calls().size();
        gateway.plan(ALL);
        assertThat(gateway.faults.calls().subList(before, gateway.faults.calls().size()))
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
    }

    private void listensWith(Path certificate) throws IOException {
        Files.createDirectories(gateway.state.resolve("tls"));
        Files.copy(certificate, gateway.state.resolve("tls/certificate.pem"));
    }

    private void assertTold(String... messages) throws Exception {
        RestorePlan plan = gateway.plan(ALL);
        assertThat(certificates(plan))
                .containsExactlyInAnyOrder(Arrays.stream(messages)
                        .map(message -> "WARNING " + message)
                        .toArray(String[]::new));
        assertThat(plan.executable()).isTrue();
        Job restore = gateway.restore(plan);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.message()).contains(messages);
    }

    private static List<String> certificates(RestorePlan plan) {
        return plan.checks().stream()
                .filter(check -> check.id().equals("certificates"))
                .map(PlanCertificatesTest::shown)
                .toList();
    }

    private static String shown(RestoreCheck check) {
        assertThat(check.action().isEmpty()).isEqualTo(check.result() == Result.OK);
        return check.result() + " " + check.message();
    }
}
