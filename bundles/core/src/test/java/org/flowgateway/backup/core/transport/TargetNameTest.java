package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Display names of targets in messages. */
class TargetNameTest {

    @ParameterizedTest
    @CsvSource({
        "local, '', /mnt/backups, /mnt/backups",
        "sftp, host:22, gateway, gateway on host:22",
        "s3, bucket, gateways/fg1, gateways/fg1 on bucket",
        "s3, bucket, '', bucket"
    })
    void aTargetIsNamedByDirectoryAndHost(String scheme, String address, String path, String name) {
        assertThat(TargetName.of(new TransportTarget(scheme, address, "me", path)))
                .isEqualTo(name);
    }
}
