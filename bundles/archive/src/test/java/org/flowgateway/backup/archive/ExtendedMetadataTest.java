package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.flowgateway.backup.archive.stream.ZstdFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedMetadataTest {

    private static final List<AclEntry> MINIMAL =
            List.of(AclEntry.of(Tag.USER_OBJ, 6), AclEntry.of(Tag.GROUP_OBJ, 4), AclEntry.of(Tag.OTHER, 0));
    private static final Acl NAMED = new Acl(List.of(
            AclEntry.of(Tag.USER_OBJ, 7),
            new AclEntry(Tag.USER, 1, "daemon", 4),
            new AclEntry(Tag.USER, 4_294_967_294L, "", 5),
            AclEntry.of(Tag.GROUP_OBJ, 0),
            new AclEntry(Tag.GROUP, 7, "a,b: c", 2),
            AclEntry.of(Tag.MASK, 7),
            AclEntry.of(Tag.OTHER, 1)));

    @Test
    void onlyValidAccessControlListsAreAccepted() {
        assertThat(Acl.NONE.isEmpty()).isTrue();
        assertThatCode(() -> new Acl(MINIMAL)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Acl(MINIMAL.subList(0, 2))).hasMessageContaining("lacks an entry");
        assertThatThrownBy(() -> new Acl(List.of(MINIMAL.get(1), MINIMAL.get(0), MINIMAL.get(2))))
                .hasMessageContaining("out of order");
        assertThatThrownBy(() -> new Acl(List.of(MINIMAL.get(0), MINIMAL.get(0), MINIMAL.get(1), MINIMAL.get(2))))
                .hasMessageContaining("has one twice");
        assertThatThrownBy(() -> new Acl(
                        List.of(MINIMAL.get(0), new AclEntry(Tag.USER, 1, "", 4), MINIMAL.get(1), MINIMAL.get(2))))
                .hasMessageContaining("lacks an entry");
        List<AclEntry> many = new ArrayList<>(Collections.nCopies(1021, new AclEntry(Tag.USER, 1, "", 4)));
        many.add(0, MINIMAL.get(0));
        many.add(MINIMAL.get(1));
        many.add(AclEntry.of(Tag.MASK, 4));
        many.add(MINIMAL.get(2));
        assertThatThrownBy(() -> new Acl(many)).hasMessageContaining("[1025]");
        assertThatThrownBy(() -> new AclEntry(Tag.USER, -1, "", 4)).hasMessageContaining("[-1]");
        assertThatThrownBy(() -> new AclEntry(Tag.GROUP, 4_294_967_295L, "", 4)).hasMessageContaining("[4294967295]");
        assertThatThrownBy(() -> new AclEntry(Tag.MASK, 0, "", 4)).hasMessageContaining("[0]");
        assertThatThrownBy(() -> new AclEntry(Tag.MASK, AclEntry.NO_ID, "x", 4)).hasMessageContaining("with a name");
        assertThatThrownBy(() -> AclEntry.of(Tag.OTHER, 8)).hasMessageContaining("[8]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "system.posix_acl_access", "system.posix_acl_default", "user.a\0b", "\uD83D"})
    void invalidAttributeNamesAreRefused(String name) {
        assertThatThrownBy(() -> new ExtendedAttribute(name, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attribute");
    }

    @Test
    void attributesAreBoundedAndSorted() {
        assertThatThrownBy(() -> new ExtendedAttribute("u".repeat(256), new byte[0]))
                .hasMessageContaining("[256]");
        assertThatThrownBy(() -> new ExtendedAttribute("user.a", new byte[65537]))
                .hasMessageContaining("[65537]");
        assertThatThrownBy(() -> with(Map.of("a", new byte[65536], "b", new byte[65536])))
                .hasMessageContaining("[131074] bytes are longer than [131072]");
        assertThatCode(() -> with(Map.of("a", new byte[65536], "b", new byte[65534])))
                .doesNotThrowAnyException();
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 257; i++) {
            many.put("user." + (1000 - i), new byte[1]);
        }
        assertThatThrownBy(() -> with(many)).hasMessageContaining("[257]");
        many.remove("user.1000");
        assertThat(with(many).attributes())
                .isSortedAccordingTo((one, other) -> one.name().compareTo(other.name()));
        ExtendedAttribute a = new ExtendedAttribute("user.a", new byte[1]);
        assertThatThrownBy(() -> new ExtendedMetadata(Acl.NONE, Acl.NONE, List.of(a, a)))
                .hasMessageContaining("there twice");
        assertThat(with(Map.of())).isSameAs(ExtendedMetadata.NONE);
        assertThat(with(Map.of("user.secret", "secret".getBytes(StandardCharsets.UTF_8)))
                        .toString())
                .doesNotContain(", 115")
                .contains("user.secret of 6 bytes");
    }

    private static ExtendedMetadata with(Map<String, byte[]> attributes) {
        return ExtendedMetadata.of(Acl.NONE, Acl.NONE, attributes);
    }

    @Test
    void metadataMatchesTheEntryType() {
        ExtendedMetadata list = ExtendedMetadata.of(NAMED, Acl.NONE, Map.of());
        ExtendedMetadata handedDown = ExtendedMetadata.of(Acl.NONE, NAMED, Map.of());
        assertThatThrownBy(
                        () -> TestBackup.entry("a", Entry.Type.SYMLINK, 0, "b").withExtended(list))
                .hasMessageContaining("a symlink with an access control list");
        assertThatThrownBy(() -> TestBackup.file("a", 0).withExtended(handedDown))
                .hasMessageContaining("a file with a default access control list");
        assertThatThrownBy(
                        () -> TestBackup.entry("a", Entry.Type.HARDLINK, 0, "b").withExtended(list))
                .hasMessageContaining("a further name");
        assertThatCode(() -> TestBackup.directory("a").withExtended(handedDown)).doesNotThrowAnyException();
        assertThatCode(() -> TestBackup.entry("a", Entry.Type.SYMLINK, 0, "b")
                        .withExtended(with(Map.of("trusted.a", new byte[3]))))
                .doesNotThrowAnyException();
    }

    /** Names of the records as star, GNU tar and libarchive read them. */
    @Test
    void tarHasRecordsForOtherTools() throws IOException {
        Map<String, byte[]> attributes = Map.of(
                "user.a=b%", "x".getBytes(StandardCharsets.UTF_8), "security.capability", new byte[] {1, 0, '\n'});
        Entry entry = TestBackup.directory("d").withExtended(ExtendedMetadata.of(NAMED, new Acl(MINIMAL), attributes));
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        builder.add(entry);
        try (ArchiveCipher cipher = LowCostCipher.forSealing("password".toCharArray());
                TarArchiveInputStream tar = new TarArchiveInputStream(ZstdFrames.open(
                        cipher.open(builder.seal(cipher, 1, new PackBuffer()).open())))) {
            TarArchiveEntry member = tar.getNextEntry();
            assertThat(member.getExtraPaxHeaders())
                    .isEqualTo(Map.of(
                            "SCHILY.acl.access",
                            "user::rwx,user:daemon:r--:1,user:4294967294:r-x:4294967294,group::---,group:7:-w-:7,mask::rwx,other::--x",
                            "SCHILY.acl.default",
                            "user::rw-,group::r--,other::---",
                            "SCHILY.xattr.user.a%3Db%25",
                            "x",
                            "SCHILY.xattr.security.capability",
                            "\u0001\0\n"));
        }
    }

    /** Round trip of the largest metadata through a pack. */
    @Test
    void largestMetadataFitsIntoAPack() throws IOException {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        for (int i = 0; i < 256; i++) {
            attributes.put("=".repeat(250) + (1000 + i), new byte[FormatLimits.EXTENDED_BYTES / 256 - 254]);
        }
        List<AclEntry> entries =
                new ArrayList<>(Collections.nCopies(1020, new AclEntry(Tag.USER, 4_294_967_294L, "", 7)));
        entries.add(0, MINIMAL.get(0));
        entries.add(MINIMAL.get(1));
        entries.add(AclEntry.of(Tag.MASK, 4));
        entries.add(MINIMAL.get(2));
        String path = ("/" + "\u00e4".repeat(FormatLimits.NAME_BYTES / 2) + "x")
                .repeat(15)
                .substring(1);
        Entry largest = TestBackup.directory("")
                .withExtended(ExtendedMetadata.of(new Acl(entries), new Acl(entries), attributes));
        List<TestBackup.Content> tree = List.of(new TestBackup.Content(largest, new byte[0]));
        assertThat(new PackBuilder(PackBuilder.MIN_CAPACITY)
                        .room(new Entry(
                                "s".repeat(64),
                                path,
                                Entry.Type.DIRECTORY,
                                0,
                                0,
                                0,
                                "\u4e00".repeat(1024),
                                "\u4e00".repeat(1024),
                                0,
                                new Timestamp(Long.MIN_VALUE, 1),
                                "",
                                largest.extended())))
                .isPositive();
        try (ArchiveCipher cipher = LowCostCipher.forSealing("password".toCharArray())) {
            TestBackup backup = TestBackup.write(
                    cipher,
                    tree,
                    PackBuilder.MIN_CAPACITY,
                    TestBackup.identity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f"));
            assertThat(TestBackup.read(backup.objects, backup.manifest, cipher)
                            .get(0)
                            .entry())
                    .isEqualTo(largest);
        }
    }
}
