package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Map;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.SystemAccounts;
import org.junit.jupiter.api.Test;

/** Metadata that the gateway's user may not set are counted, and reported once for all files. */
class MetadataWriterTest {

    /** File of a file system that permits its user neither another owner nor extended attributes. */
    private static final class RestrictedFile implements MetadataTarget {

        private int mode;

        @Override
        public void setOwner(long uid, long gid) throws IOException {
            throw new FileSystemException("f", null, "Operation not permitted");
        }

        @Override
        public void setMode(int newMode) {
            mode = newMode;
        }

        @Override
        public void setAttribute(String attribute, byte[] value) throws IOException {
            throw new FileSystemException("f", null, "Operation not supported");
        }

        @Override
        public ExtendedAttributes attributes() {
            return new ExtendedAttributes(Map.of());
        }

        @Override
        public void setModified(Instant time) {
            // Anybody may set the time of an own file.
        }
    }

    private final MetadataWriter writer = new MetadataWriter(new OwnerMapping(new SystemAccounts()), false);
    private final RestrictedFile file = new RestrictedFile();

    private void apply(int mode, ExtendedMetadata extended) throws IOException {
        writer.apply(
                file,
                new Entry(
                        "config",
                        "f",
                        Entry.Type.FILE,
                        mode,
                        4711,
                        4711,
                        "",
                        "",
                        1,
                        Timestamp.of(Instant.EPOCH),
                        "",
                        extended),
                true);
    }

    @Test
    void refusedMetadataAreWarnings() throws Exception {
        apply(0644, ExtendedMetadata.NONE);
        apply(04755, ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of("user.comment", new byte[] {1})));
        assertThat(file.mode).isEqualTo(0755);
        assertThat(writer.warnings())
                .extracting(Message::code)
                .containsExactly(
                        "restore.owners-not-set", "restore.set-ids-not-restored", "restore.attributes-not-set");
        assertThat(writer.warnings().get(0).text()).contains("owner of 2 files");
        assertThat(writer.warnings().get(1).text()).contains("1 file ", "allow-set-id");
        assertThat(writer.warnings().get(2).text()).contains("1 file ", "config/f");
    }
}
