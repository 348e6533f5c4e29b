package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.core.tree.OwnerMapping;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.SystemAccounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata are set in an order that never grants more access; those that the gateway's user may not set are counted, and reported once. */
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

    /** File in memory that records what is set, in order, and refuses some attributes. */
    private static final class RecordedFile implements MetadataTarget {

        private final List<String> calls = new ArrayList<>();
        private final Map<String, byte[]> current = new TreeMap<>();
        private boolean ownerRefused;
        private String refused = "";
        private String reason = "Operation not supported";

        @Override
        public void setOwner(long uid, long gid) throws IOException {
            if (ownerRefused) {
                throw new FileSystemException("f", null, "Operation not permitted");
            }
            calls.add("owner " + uid + " " + gid);
        }

        @Override
        public void setMode(int mode) {
            calls.add("mode " + Integer.toOctalString(mode));
        }

        @Override
        public void setAttribute(String attribute, byte[] value) throws IOException {
            if (attribute.equals(refused)) {
                throw new FileSystemException("f", null, reason);
            }
            calls.add(attribute);
        }

        @Override
        public ExtendedAttributes attributes() {
            return new ExtendedAttributes(current);
        }

        @Override
        public void setModified(Instant time) {
            calls.add("time " + time);
        }
    }

    private static final Acl LIST = new Acl(List.of(
            AclEntry.of(AclEntry.Tag.USER_OBJ, 7),
            new AclEntry(AclEntry.Tag.USER, 4711, "", 4),
            AclEntry.of(AclEntry.Tag.GROUP_OBJ, 6),
            AclEntry.of(AclEntry.Tag.MASK, 6),
            AclEntry.of(AclEntry.Tag.OTHER, 5)));
    private static final String CAPABILITY = ExtendedAttributes.CAPABILITY;

    private final RecordedFile recorded = new RecordedFile();

    private static Entry entry(Entry.Type type, int mode, ExtendedMetadata extended) {
        return new Entry(
                "config",
                "f",
                type,
                mode,
                4711,
                4712,
                "",
                "",
                type == Entry.Type.FILE ? 1 : 0,
                Timestamp.of(Instant.EPOCH),
                type == Entry.Type.SYMLINK ? "target" : "",
                extended);
    }

    private void record(Entry.Type type, int mode, ExtendedMetadata extended) throws IOException {
        writer.apply(recorded, entry(type, mode, extended), true);
    }

    private static ExtendedMetadata attribute(String name) {
        return ExtendedMetadata.of(Acl.NONE, Acl.NONE, Map.of(name, new byte[] {1}));
    }

    private List<String> codes() {
        return writer.warnings().stream().map(Message::code).toList();
    }

    @Test
    void listsAreSetAfterAModeThatGrantsNoMore() throws Exception {
        record(Entry.Type.DIRECTORY, 0765, ExtendedMetadata.of(LIST, LIST, Map.of("user.comment", new byte[] {1})));
        assertThat(recorded.calls)
                .containsExactly(
                        "owner 4711 4712",
                        "user.comment",
                        "mode 744",
                        ExtendedAttributes.ACCESS_ACL,
                        ExtendedAttributes.DEFAULT_ACL,
                        "time 1970-01-01T00:00:00Z");
        assertThat(writer.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ExtendedAttributes.ACCESS_ACL, ExtendedAttributes.DEFAULT_ACL, "user.comment"})
    void eachRefusedAttributeIsReported(String refused) throws Exception {
        recorded.refused = refused;
        record(Entry.Type.DIRECTORY, 0765, ExtendedMetadata.of(LIST, LIST, Map.of("user.comment", new byte[] {1})));
        assertThat(codes()).containsExactly("restore.attributes-not-set");
    }

    @Test
    void capabilityIsSetAfterOwnerAndMode() throws Exception {
        record(Entry.Type.FILE, 0755, attribute(CAPABILITY));
        assertThat(recorded.calls)
                .containsExactly("owner 4711 4712", "mode 755", CAPABILITY, "time 1970-01-01T00:00:00Z");
        assertThat(writer.warnings()).isEmpty();
    }

    @Test
    void refusedCapabilityIsReported() throws Exception {
        recorded.refused = CAPABILITY;
        record(Entry.Type.FILE, 0755, attribute(CAPABILITY));
        assertThat(codes()).containsExactly("restore.attributes-not-set");
    }

    @Test
    void fileOfAnotherOwnerGetsNoRights() throws Exception {
        recorded.ownerRefused = true;
        record(Entry.Type.FILE, 06755, attribute(CAPABILITY));
        assertThat(recorded.calls).containsExactly("mode 755", "time 1970-01-01T00:00:00Z");
        assertThat(codes()).containsExactly("restore.owners-not-set", "restore.set-ids-not-restored");
    }

    @Test
    void lostOwnerOfAFileWithoutRightsIsNoLostRight() throws Exception {
        recorded.ownerRefused = true;
        record(Entry.Type.FILE, 01755, attribute("user.comment"));
        record(Entry.Type.DIRECTORY, 02755, ExtendedMetadata.NONE);
        assertThat(recorded.calls).contains("mode 2755");
        assertThat(codes()).containsExactly("restore.owners-not-set");
        assertThat(writer.setIdsDropped()).isZero();
    }

    @Test
    void symbolicLinkGetsNoMode() throws Exception {
        record(Entry.Type.SYMLINK, 06777, ExtendedMetadata.NONE);
        assertThat(recorded.calls).containsExactly("owner 4711 4712", "time 1970-01-01T00:00:00Z");
        recorded.ownerRefused = true;
        record(Entry.Type.SYMLINK, 06777, ExtendedMetadata.NONE);
        assertThat(writer.setIdsDropped()).isZero();
    }

    @Test
    void rootFailsIfAnOwnerCannotBeSet() {
        recorded.ownerRefused = true;
        assertThatThrownBy(() -> new MetadataWriter(new OwnerMapping(new SystemAccounts()), true)
                        .apply(recorded, entry(Entry.Type.FILE, 0644, ExtendedMetadata.NONE), true))
                .isInstanceOf(FileSystemException.class);
    }

    @Test
    void failureOfTheDiskEndsTheRestore() {
        recorded.refused = "user.comment";
        recorded.reason = "Input/output error";
        assertThatThrownBy(() -> record(Entry.Type.FILE, 0644, attribute("user.comment")))
                .hasMessageContaining("Input/output error");
    }

    @Test
    void refusalWithoutAReasonIsAWarning() throws Exception {
        recorded.refused = "user.comment";
        recorded.reason = null;
        record(Entry.Type.FILE, 0644, attribute("user.comment"));
        assertThat(codes()).containsExactly("restore.attributes-not-set");
    }

    @Test
    void attributeThatHasItsValueAlreadyIsNoWarning() throws Exception {
        recorded.refused = "user.comment";
        recorded.current.put("user.comment", new byte[] {1});
        record(Entry.Type.FILE, 0644, attribute("user.comment"));
        assertThat(writer.warnings()).isEmpty();
        recorded.current.put("user.comment", new byte[] {2});
        record(Entry.Type.FILE, 0644, attribute("user.comment"));
        assertThat(codes()).containsExactly("restore.attributes-not-set");
    }

    @Test
    void ownersOfTheGatewaysOwnFilesAreNumbers() {
        Acl named = new Acl(List.of(
                AclEntry.of(AclEntry.Tag.USER_OBJ, 7),
                new AclEntry(AclEntry.Tag.USER, 4711, "daemon", 4),
                AclEntry.of(AclEntry.Tag.GROUP_OBJ, 6),
                AclEntry.of(AclEntry.Tag.MASK, 6),
                AclEntry.of(AclEntry.Tag.OTHER, 5)));
        Map<String, byte[]> attributes = Map.of("user.comment", new byte[] {1});
        Entry found = new Entry(
                "config",
                "d",
                Entry.Type.DIRECTORY,
                0755,
                4711,
                4712,
                "daemon",
                "games",
                0,
                Timestamp.of(Instant.EPOCH),
                "",
                ExtendedMetadata.of(named, named, attributes));
        Entry numbered = MetadataWriter.withNumericOwners(found);
        assertThat(numbered.extended()).isEqualTo(ExtendedMetadata.of(LIST, LIST, attributes));
        assertThat(List.of(numbered.user(), numbered.group())).containsOnly("");
        assertThat(List.of(numbered.uid(), numbered.gid())).containsExactly(4711L, 4712L);
    }
}
