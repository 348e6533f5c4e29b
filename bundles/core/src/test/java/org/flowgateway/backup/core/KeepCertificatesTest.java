package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore with {@code no_cert} restores only cloak_key, snmp and ntp of the vault, and keeps the gateway's current certificates. */
class KeepCertificatesTest {

    private static final String[] VAULT = {"certs", "cloak_key", "snmp", "ntp", "tokens"};

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void backUp() throws Exception {
        gateway = new TestGateway(directory);
        for (String id : VAULT) {
            gateway.write("vault/" + id + "/file", "backed up");
            gateway.section(new TestSection(id, false, true, gateway.root.resolve("vault/" + id)));
        }
        gateway.write("config/file", "backed up");
        gateway.start().completedBackup();
        gateway.write("config/file", "present");
        for (String id : VAULT) {
            gateway.write("vault/" + id + "/file", "present");
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void noCertKeepsCertificatesAndOtherVaultSections() throws Exception {
        restore(true);
        assertHolds("backed up", "config", "vault/cloak_key", "vault/snmp", "vault/ntp");
        assertHolds("present", "vault/certs", "vault/tokens");
        assertThat(gateway.section("certs").activations()).isZero();
        assertThat(gateway.section("snmp").activations()).isEqualTo(1);
    }

    @Test
    void withoutNoCertTheWholeVaultIsRestored() throws Exception {
        restore(false);
        assertHolds("backed up", "config", "vault/certs", "vault/cloak_key", "vault/snmp", "vault/ntp", "vault/tokens");
    }

    private void restore(boolean keepCertificates) throws Exception {
        Job restore = gateway.restore("backups", TestGateway.PASSWORD, keepCertificates);
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.COMPLETED);
        assertThat(restore.message()).isEmpty();
    }

    private void assertHolds(String content, String... sections) {
        for (String section : sections) {
            assertThat(gateway.root.resolve(section).resolve("file"))
                    .as(section)
                    .hasContent(content);
        }
    }
}
