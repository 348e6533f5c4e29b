package org.flowgateway.backup.archive.pack;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.LowCostCipher;
import org.flowgateway.backup.archive.crypto.RawMessages;
import org.flowgateway.backup.archive.pack.TestBackup.Content;
import org.flowgateway.backup.archive.stream.ZstdFrames;

/**
 * Generator of the fuzz tests' seeds from a small backup: run it in the module's directory after a change of the format. Inputs that fuzzing
 * found are beside them and stay.
 */
final class FuzzSeeds {

    private static final Path RESOURCES = Path.of("src/test/resources/org/flowgateway/backup/archive");

    private FuzzSeeds() {}

    public static void main(String[] arguments) throws IOException {
        byte[] large = new byte[TestBackup.CAPACITY + 1000];
        List<Content> tree = List.of(
                new Content(TestBackup.directory(""), new byte[0]),
                new Content(TestBackup.directory("d"), new byte[0]),
                new Content(
                        TestBackup.file("d/f\u00fc", 5).withExtended(extended()),
                        "12345".getBytes(StandardCharsets.UTF_8)),
                new Content(TestBackup.entry("d/s", Entry.Type.SYMLINK, 0, "../elsewhere"), new byte[0]),
                new Content(TestBackup.entry("d/h", Entry.Type.HARDLINK, 0, "d/f\u00fc"), new byte[0]),
                new Content(TestBackup.file("cut", large.length), large));
        RawMessages messages = new RawMessages();
        try (ArchiveCipher cipher = LowCostCipher.forSealing("password".toCharArray())) {
            List<Omission> omissions = List.of(
                    new Omission("config", "d/f\u00fc", Omission.Reason.ATTRIBUTES, "[user.b] is too long"),
                    new Omission("config", "d/\\xff", Omission.Reason.NAME_NOT_UTF8, ""));
            TestBackup backup = TestBackup.write(
                    cipher,
                    tree,
                    omissions,
                    TestBackup.CAPACITY,
                    TestBackup.identity("0c8b1a52-6f8e-4f0b-9d3c-2a1b5c7d9e0f"));
            write("index/ManifestFuzzTestInputs/manifest/manifest", backup.manifest.toJson());
            write("index/IndexFuzzTestInputs/index/index", plain(cipher, backup.objects.get(StoredObject.INDEX_NAME)));
            // Without the content, which adds nothing to a seed.
            byte[] tar = plain(cipher, backup.objects.get(StoredObject.packName(0)));
            write("pack/PackFuzzTestInputs/pack/cut", Arrays.copyOf(tar, 8192));
        }
        PackBuilder builder = new PackBuilder(PackBuilder.MIN_CAPACITY);
        try (ArchiveCipher cipher = LowCostCipher.forSealing("password".toCharArray())) {
            builder.add(tree.get(0).entry());
            builder.begin(tree.get(2).entry(), 0, 5).put(tree.get(2).bytes());
            builder.end(true);
            builder.add(tree.get(3).entry());
            builder.add(tree.get(4).entry());
            write(
                    "pack/PackFuzzTestInputs/pack/whole",
                    plain(
                            cipher,
                            TestBackup.bytes(
                                    builder.seal(cipher, 1, new PackBuffer()).open())));
        }
        byte[] packets = literal(Zstd.compress("content".getBytes(StandardCharsets.UTF_8)));
        write("crypto/MessageFuzzTestInputs/message/outside", marked(0, messages.seal(packets)));
        write("crypto/MessageFuzzTestInputs/message/inside", marked(1, packets));
    }

    private static ExtendedMetadata extended() {
        Acl acl = new Acl(List.of(
                AclEntry.of(AclEntry.Tag.USER_OBJ, 6),
                new AclEntry(AclEntry.Tag.USER, 1, "daemon", 4),
                AclEntry.of(AclEntry.Tag.GROUP_OBJ, 0),
                AclEntry.of(AclEntry.Tag.MASK, 4),
                AclEntry.of(AclEntry.Tag.OTHER, 0)));
        return ExtendedMetadata.of(acl, Acl.NONE, Map.of("user.a", new byte[] {1, 2, 3}));
    }

    private static byte[] plain(ArchiveCipher cipher, byte[] sealed) throws IOException {
        try (InputStream plain = ZstdFrames.open(cipher.open(new ByteArrayInputStream(sealed)))) {
            return plain.readAllBytes();
        }
    }

    private static byte[] literal(byte[] content) throws IOException {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        try (var literal = new PGPLiteralDataGenerator()
                .open(packets, PGPLiteralData.BINARY, "", content.length, PGPLiteralData.NOW)) {
            literal.write(content);
        }
        return packets.toByteArray();
    }

    private static byte[] marked(int layer, byte[] bytes) {
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(layer);
        marked.writeBytes(bytes);
        return marked.toByteArray();
    }

    private static void write(String name, byte[] bytes) throws IOException {
        Path file = RESOURCES.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
