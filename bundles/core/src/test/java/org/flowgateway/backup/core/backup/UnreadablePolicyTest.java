package org.flowgateway.backup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.core.file.FileMessage;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.job.JobRunFixture;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.ReadError;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is an omission in one section, and ends the backup in another. */
class UnreadablePolicyTest {

    @TempDir
    private Path jobs;

    private JobRun run;
    private UnreadablePolicy policy;

    @BeforeEach
    void begin() throws IOException {
        run = JobRunFixture.runningBackup(jobs);
        policy = new UnreadablePolicy(run, new OmissionNotes(), "fg");
    }

    private static SectionTree tree(boolean required) {
        return new SectionTree(
                null, new SectionDescriptor("certs", "Certificates", required, true, 1), Path.of("/"), null);
    }

    @Test
    void namesThatCannotBeListedAgainAreOmitted() throws Exception {
        policy.report(tree(false), "spool", ReadError.ofNewNames(new IOException("Input/output error")));
        assertThat(run.snapshot().warnings())
                .singleElement()
                .asString()
                .contains("certs/spool", "cannot be listed again: Input/output error");
    }

    @Test
    void fileOfAStoppedJobIsNoOmission() {
        assertThatThrownBy(() -> policy.report(tree(false), "file", ReadError.of(new ClosedChannelException())))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("the job was stopped");
        assertThat(run.snapshot().warnings()).isEmpty();
    }

    @Test
    void groupPermissionsBehindAnUnreadableListAreReported() throws Exception {
        policy.leaveOut(
                new SectionFile(tree(true), "file", null, null),
                new ExtendedMetadataReading(
                        ExtendedMetadata.NONE, Optional.of(FileMessage.FAILED.with("Input/output error")), true));
        assertThat(run.snapshot().warnings())
                .singleElement()
                .asString()
                .contains("certs/file", "group's permissions", "Input/output error");
    }

    @Test
    void unreadableFilesOfARequiredSectionAreNamedByReason() throws Exception {
        policy.report(tree(true), "a", ReadError.of(new AccessDeniedException("a")));
        assertThat(policy.failure())
                .hasMessageContaining("certs/a cannot be backed up: permission denied. Give the gateway's user fg");
        policy.report(tree(true), "b", ReadError.NAME_NOT_UTF8);
        assertThat(policy.failure())
                .hasMessageContaining("2 files")
                .hasMessageContaining("certs/a: permission denied")
                .hasMessageContaining("certs/b: its name is not UTF-8 text");
    }

    @Test
    void omissionsAreLimited() throws Exception {
        OmissionNotes notes = new OmissionNotes();
        for (int i = 0; i < 100_000; i++) {
            notes.addSection("certs", Omission.Reason.SECTION_MISSING, "");
        }
        assertThatThrownBy(() -> notes.addSection("certs", Omission.Reason.SECTION_MISSING, ""))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("more than 100000 files");
    }

    @Test
    void packsAreLimited() throws Exception {
        PackFiller.checkRoom(99_999);
        assertThatThrownBy(() -> PackFiller.checkRoom(100_000))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("at most 100000 packs")
                .hasMessageContaining("GATEWAY_PACK_MIB");
    }
}
