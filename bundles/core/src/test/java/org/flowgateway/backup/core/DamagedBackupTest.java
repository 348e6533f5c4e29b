package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.testsupport.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a backup, a restore of it is an error that says so, and the gateway's tree is untouched. */
class DamagedBackupTest {

    private static final String NAME = "backups/20260227_1546/";
    private static final String INDEX = NAME + "index.json.zst.pgp";
    private static final String MANIFEST = NAME + "manifest.json";

    @TempDir
    private static Path shared;

    private static SortedMap<String, byte[]> backup;
    private static SortedMap<String, byte[]> otherBackup;

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeAll
    static void backUpTwoGateways() throws Exception {
        backup = backUp("one", "content");
        otherBackup = backUp("two", "other content");
        assertThat(backup.keySet()).isEqualTo(otherBackup.keySet()).hasSize(4);
    }

    private static SortedMap<String, byte[]> backUp(String name, String content) throws Exception {
        try (TestGateway gateway = new TestGateway(shared.resolve(name))
                .clock(new TestClock("2026-02-27T15:46:00Z"))
                .start()) {
            gateway.write("config/file", content);
            gateway.write("config/noise", 7 << 20);
            gateway.write("vault/certs/noise", 2 << 20);
            gateway.completedBackup();
            return gateway.memory.objects();
        }
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory).start();
        backup.forEach(gateway.memory::plant);
        gateway.write("config/file", "the present state");
        gateway.write("vault/certs/present", "too");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void undamagedBackupIsRestored() throws Exception {
        gateway.completedRestore();
        assertThat(gateway.root.resolve("config/file")).hasContent("content");
        assertThat(gateway.root.resolve("vault/certs/present")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "Schlüssel für tests", "Schlüssel für Tests "})
    void wrongPasswordIsReportedAndNoPackIsRead(String password) throws Exception {
        assertRefused(
                password,
                "security_pwd does not match the password of 20260227_1546",
                "Nothing was changed",
                "name its own directory in path");
        assertThat(gateway.faults.calls())
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
    }

    @ParameterizedTest
    @CsvSource({
        "MANIFEST,EMPTY",
        "MANIFEST,HALF",
        "INDEX,EMPTY",
        "INDEX,HALF",
        "INDEX,FIRST_BIT",
        "INDEX,MIDDLE_BIT",
        "INDEX,LAST_BIT",
        "INDEX,LONGER",
        "INDEX,MISSING",
        "INDEX,SWAPPED",
        "0,FIRST_BIT",
        "0,MIDDLE_BIT",
        "0,LAST_BIT",
        "0,HALF",
        "0,EMPTY",
        "0,LONGER",
        "0,MISSING",
        "0,SWAPPED",
        "1,FIRST_BIT",
        "1,MIDDLE_BIT",
        "1,LAST_BIT",
        "1,HALF",
        "1,MISSING",
        "1,SWAPPED"
    })
    void damageIsDetected(String object, Damage damage) throws Exception {
        String name = switch (object) {
            case "MANIFEST" -> MANIFEST;
            case "INDEX" -> INDEX;
            default -> NAME + "packs/00000" + object + ".tar.zst.pgp";
        };
        if (damage == Damage.MISSING) {
            gateway.memory.lose(name);
        } else if (damage == Damage.SWAPPED) {
            gateway.memory.plant(name, otherBackup.get(name));
        } else {
            gateway.memory.plant(name, damage.to(backup.get(name).clone()));
        }
        assertRefused(TestGateway.PASSWORD, "20260227_1546", "name its own directory in path");
    }

    @Test
    void manifestAndIndexOfAnotherBackupAreDetectedByItsPacks() throws Exception {
        gateway.memory.plant(MANIFEST, otherBackup.get(MANIFEST)).plant(INDEX, otherBackup.get(INDEX));
        assertRefused(TestGateway.PASSWORD, "20260227_1546 cannot be restored");
    }

    @ParameterizedTest
    @CsvSource({
        "testhost,testhose",
        "test-gateway,nest-gateway",
        "20260227_1546,20260227_1547",
        "15:46:00,15:46:01",
        "The config,The fonfig"
    })
    void editedManifestIsDetected(String from, String to) throws Exception {
        String text = new String(backup.get(MANIFEST), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        gateway.memory.plant(MANIFEST, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
        assertRefused(
                TestGateway.PASSWORD,
                from.startsWith("2026") ? "There is no complete backup in backups" : "the manifest was changed");
    }

    @Test
    void newerFormatIsReported() throws Exception {
        String text = new String(backup.get(MANIFEST), StandardCharsets.UTF_8);
        String newer = text.replaceFirst("(\"formatVersion\" : )1", "$12");
        assertThat(newer).isNotEqualTo(text);
        gateway.memory.plant(MANIFEST, newer.getBytes(StandardCharsets.UTF_8));
        assertRefused(TestGateway.PASSWORD, "The manifest of 20260227_1546 cannot be used", "newer");
    }

    @Test
    void incompleteBackupIsIgnored() throws Exception {
        gateway.memory.lose(MANIFEST);
        assertRefused(
                TestGateway.PASSWORD,
                "There is no complete backup in backups",
                "Not a complete backup, ignored: 20260227_1546");
    }

    @Test
    void missingBackupIsReported() throws Exception {
        backup.keySet().forEach(gateway.memory::lose);
        assertRefused(
                TestGateway.PASSWORD, "There is no complete backup in backups. Check the path, or take a backup first");
    }

    @ParameterizedTest
    @CsvSource({
        "index.json.zst.pgp,100",
        "packs/000000.tar.zst.pgp,0",
        "packs/000000.tar.zst.pgp,3000000",
        "packs/000001.tar.zst.pgp,5"
    })
    void connectionLostDuringReadIsAnError(String object, long at) throws Exception {
        gateway.faults.failRead("20260227_1546/" + object, at, FailureKind.CONNECTION_LOST);
        assertThat(assertFailed(TestGateway.PASSWORD))
                .startsWith("The test lets reading fail at byte " + at + ": CONNECTION_LOST");
    }

    /** Damage to an object. */
    enum Damage {
        EMPTY(bytes -> new byte[0]),
        HALF(bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
        LONGER(bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
        FIRST_BIT(bytes -> flip(bytes, 0)),
        MIDDLE_BIT(bytes -> flip(bytes, bytes.length / 2)),
        LAST_BIT(bytes -> flip(bytes, bytes.length - 1)),
        MISSING(bytes -> bytes),
        SWAPPED(bytes -> bytes);

        private final UnaryOperator<byte[]> change;

        Damage(UnaryOperator<byte[]> change) {
            this.change = change;
        }

        byte[] to(byte[] bytes) {
            return change.apply(bytes);
        }

        private static byte[] flip(byte[] bytes, int at) {
            bytes[at] ^= 1;
            return bytes;
        }
    }

    private void assertRefused(String password, String... parts) throws Exception {
        String message = assertFailed(password);
        assertThat(message).contains(parts).doesNotContain("Exception", "org.");
    }

    /** @return the job's message */
    private String assertFailed(String password) throws Exception {
        Map<String, String> before = gateway.tree();
        Job restore = gateway.restore("backups", password, false);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(gateway.tree()).isEqualTo(before);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
        assertThat(gateway.section("config").activations()).isZero();
        assertThat(Files.list(gateway.root)).hasSize(2);
        return restore.message();
    }
}
