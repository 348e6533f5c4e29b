package org.flowgateway.backup.core.catalogue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.transport.FailingStream;
import org.flowgateway.backup.core.transport.UnimplementedSession;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.Test;

/** What a target returns is limited, and a failure names the object. */
class BackupCatalogueTest {

    private static final TransportTarget TARGET = new TransportTarget("memory", "far.example", "", "backups");

    private final BackupCatalogue catalogue = new BackupCatalogue(
            new UnimplementedSession() {
                @Override
                public Optional<ObjectAttributes> stat(ObjectName name) {
                    return Optional.of(ObjectAttributes.ofLength(99_999_999));
                }

                @Override
                public InputStream read(ObjectName name) {
                    return new FailingStream();
                }
            },
            TARGET);

    @Test
    void manifestBeyondTheLimitIsNotRead() {
        BackupLocation location =
                BackupLocation.below(BackupDirectoryName.parse("20260227_1546").orElseThrow());
        assertThatThrownBy(() -> catalogue.committed(location))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("20260227_1546 is damaged: length 99999999 exceeds the limit of");
    }

    @Test
    void unexpectedFailureNamesTheObjectAndTheTarget() {
        assertThatThrownBy(() -> catalogue.read(new ObjectName("20260227_1546/manifest.json"), 10))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith(
                        "20260227_1546/manifest.json in backups on far.example cannot be read to its end")
                .hasMessageNotContaining("canary");
    }
}
