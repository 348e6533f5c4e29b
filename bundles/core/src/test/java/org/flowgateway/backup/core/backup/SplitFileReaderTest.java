package org.flowgateway.backup.core.backup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.EntryFactory;
import org.flowgateway.backup.core.tree.ExtendedMetadataReading;
import org.flowgateway.backup.core.tree.MetadataReader;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.SystemAccounts;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A split file that cannot be read to its end ends the backup, since its first parts may be stored. */
class SplitFileReaderTest {

    @TempDir
    private Path root;

    @Test
    void fileThatCannotBeReadToItsEndEndsTheBackup() throws Exception {
        Files.write(root.resolve("large"), new byte[PackBuilder.MIN_CAPACITY * 2]);
        SystemAccounts accounts = new SystemAccounts();
        EntryFactory entries = new EntryFactory(accounts);
        Path real = root.toRealPath();
        SectionDescriptor section = new SectionDescriptor("config", "The config", true, false, 1);
        try (SectionTree tree = new SectionTree(
                null, section, real, FileTrees.load(TreeHook.NONE).open(real))) {
            SectionFile file = new SectionFile(tree, "large", tree.directory().state("large"), null);
            Entry entry = entries.regular(file, ExtendedMetadataReading.NONE);
            PackBuilder pack = new PackBuilder(PackBuilder.MIN_CAPACITY);
            pack.reset(0);
            SplitFileReader reader = new SplitFileReader(
                    new ReadingContext(null, null, null, null, null, entries, new MetadataReader(accounts)));
            reader.begin(
                    new MemberToPack(
                            new QueuedFile(file, QueuedFile.ReadAttempt.FIRST), entry, ExtendedMetadataReading.NONE),
                    pack,
                    0);
            Path other = Files.write(root.resolve("other"), new byte[1]);
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThatThrownBy(() -> reader.checkAccess(tree.directory().state("other")))
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("config/large cannot be backed up: its owner or mode changed");
            reader.close();
            assertThatThrownBy(() -> reader.readPart(pack))
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("config/large cannot be read to its end: ");
        }
    }
}
