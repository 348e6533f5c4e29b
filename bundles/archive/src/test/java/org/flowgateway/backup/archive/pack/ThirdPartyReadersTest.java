package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.pack.TestBackup.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real tree through a backup, rebuilt by third-party readers: OpenPGP.js on Node, zstd and GNU tar. A machine without one of them fails this
 * test; it is not skipped.
 */
class ThirdPartyReadersTest {

    private static final Path TOOLS = Path.of("src/test/interop").toAbsolutePath();
    private static final Path WORK = Path.of("target/interop").toAbsolutePath();
    private static final String PASSWORD = "p\u00e4ssword \uD83D\uDD11";
    private static final Instant TIME = Instant.parse("2024-02-29T01:02:03.123456789Z");

    private final Path tree = WORK.resolve("original");

    @BeforeEach
    void clear() throws IOException {
        delete(WORK);
        Files.createDirectories(tree);
    }

    @Test
    void thirdPartyReadersRebuildTheTree() throws Exception {
        plant();
        Path backup = store();
        for (String tool : List.of("package.json", "decrypt.mjs", "members.mjs", "open-backup.sh")) {
            Files.copy(TOOLS.resolve(tool), WORK.resolve(tool));
        }
        Files.writeString(WORK.resolve("password"), PASSWORD);
        Files.createDirectories(WORK.resolve("out"));

        run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        run("bash", "open-backup.sh", backup.toString(), "password", "out");

        run(
                "tar",
                "-c",
                "-f",
                "again.tar",
                "--format=pax",
                "--acls",
                "--xattrs",
                "-C",
                "out/tree/config",
                "exact",
                "large",
                "empty directory");
        Map<String, Map<String, String>> again = extended(WORK.resolve("again.tar"));
        assertThat(again.get("exact"))
                .containsEntry("SCHILY.xattr.user.comment", "x=\ny")
                .hasEntrySatisfying("SCHILY.acl.access", acl -> assertThat(acl).contains("user:root:r-x", "mask::r-x"));
        assertThat(again.get("large"))
                .containsEntry("SCHILY.xattr.user.comment", "x=\ny")
                .containsKey("SCHILY.acl.access");
        // GNU tar also writes the mode as a list if there is a default one.
        assertThat(again.get("empty directory/")).containsKey("SCHILY.acl.default");
        assertThat(again.get("empty directory/").getOrDefault("SCHILY.acl.access", ""))
                .doesNotContain("mask", "root");
        Map<String, String> rebuilt = describe(WORK.resolve("out/tree/config"));
        assertThat(rebuilt).isEqualTo(describe(tree)).hasSizeGreaterThan(15);
        assertThat(Files.readString(WORK.resolve("out/index.json")))
                .startsWith("{\"formatVersion\":1,")
                .contains("\"path\":\"large\"");
    }

    private void plant() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(5).nextBytes(noise);
        Path deep = Files.createDirectories(tree.resolve("a/" + "long".repeat(40) + "/b"));
        Files.createDirectories(tree.resolve("empty directory"));
        Files.write(tree.resolve("large"), noise);
        Files.write(tree.resolve("exact"), new byte[512]);
        Files.write(tree.resolve("nothing"), new byte[0]);
        Files.writeString(deep.resolve("\u00fcml\u00e4ut \u4e2d\u6587 \uD83D\uDE00"), "odd");
        Files.writeString(tree.resolve("new\nline"), "odd");
        Files.writeString(tree.resolve("-rf * \\ \"'"), "odd");
        Files.writeString(tree.resolve("looks.part-000001"), "no part at all");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../somewhere else/\u00fc"));
        Files.createSymbolicLink(tree.resolve("long link"), Path.of("x/".repeat(80) + "y"));
        Files.createLink(tree.resolve("z second name of large"), tree.resolve("large"));
        Files.createLink(tree.resolve("z second name of exact"), tree.resolve("exact"));
        int[] modes = {0600, 0755, 0444, 04755, 0750, 0644};
        List<Path> all = all(tree);
        for (int i = all.size() - 1; i >= 0; i--) {
            Path path = all.get(i);
            if (!Files.isSymbolicLink(path)) {
                Files.setAttribute(path, "unix:mode", Files.isDirectory(path) ? 0755 : modes[i % modes.length]);
                Files.setLastModifiedTime(
                        path, FileTime.from(TIME.plusSeconds(i).plusNanos(i)));
            }
        }
        Files.setAttribute(tree.resolve("exact"), "unix:mode", 0650);
        Files.setLastModifiedTime(tree.resolve("exact"), FileTime.from(Instant.ofEpochSecond(-86_400, 500_000_000)));
    }

    private Path store() throws IOException {
        List<Content> contents = new ArrayList<>();
        Map<Object, String> firstNames = new HashMap<>();
        for (Path path : all(tree)) {
            contents.add(content(path, firstNames));
        }
        try (ArchiveCipher cipher = ArchiveCipher.forSealing(PASSWORD.toCharArray())) {
            TestBackup written = TestBackup.write(cipher, contents);
            assertThat(written.objects).hasSizeGreaterThan(4);
            Path backup = Files.createDirectories(WORK.resolve("backup/packs")).getParent();
            for (Map.Entry<String, byte[]> object : written.objects.entrySet()) {
                Files.write(backup.resolve(object.getKey()), object.getValue());
            }
            Files.write(backup.resolve(Manifest.NAME), written.manifest.toJson());
            return backup;
        }
    }

    private Content content(Path path, Map<Object, String> firstNames) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        String name = tree.relativize(path).toString();
        Entry.Type type = Files.isSymbolicLink(path)
                ? Entry.Type.SYMLINK
                : Files.isDirectory(path) ? Entry.Type.DIRECTORY : Entry.Type.FILE;
        String target =
                type == Entry.Type.SYMLINK ? Files.readSymbolicLink(path).toString() : "";
        if (type == Entry.Type.FILE && firstNames.putIfAbsent(stat.get("ino"), name) != null) {
            type = Entry.Type.HARDLINK;
            target = firstNames.get(stat.get("ino"));
        }
        byte[] bytes = type == Entry.Type.FILE ? Files.readAllBytes(path) : new byte[0];
        Entry entry = new Entry(
                "config",
                name,
                type,
                (int) stat.get("mode") & 07777,
                (int) stat.get("uid"),
                (int) stat.get("gid"),
                stat.get("owner").toString(),
                stat.get("group").toString(),
                bytes.length,
                ((FileTime) stat.get("lastModifiedTime")).toInstant(),
                target);
        return new Content(entry.withExtended(extended(entry)), bytes);
    }

    /** Lists and attributes that GNU tar finds in the rebuilt tree. */
    private static Map<String, Map<String, String>> extended(Path file) throws IOException {
        Map<String, Map<String, String>> found = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                found.put(entry.getName(), Map.copyOf(entry.getExtraPaxHeaders()));
            }
        }
        return found;
    }

    /** Lists and attributes that the original lacks, since Java cannot set them. Their mode is that of the file. */
    private static ExtendedMetadata extended(Entry entry) {
        Acl list = new Acl(List.of(
                AclEntry.of(AclEntry.Tag.USER_OBJ, entry.mode() >> 6 & 7),
                new AclEntry(AclEntry.Tag.USER, 0, "root", 5),
                AclEntry.of(AclEntry.Tag.GROUP_OBJ, 0),
                AclEntry.of(AclEntry.Tag.MASK, entry.mode() >> 3 & 7),
                AclEntry.of(AclEntry.Tag.OTHER, entry.mode() & 7)));
        return switch (entry.path()) {
            case "exact", "large" ->
                ExtendedMetadata.of(list, Acl.NONE, Map.of("user.comment", "x=\ny".getBytes(StandardCharsets.UTF_8)));
            case "empty directory" -> ExtendedMetadata.of(Acl.NONE, list, Map.of());
            default -> ExtendedMetadata.NONE;
        };
    }

    /** Describes all compared properties of every path; hard links by the names that share a file. */
    private static Map<String, String> describe(Path root) throws IOException {
        Map<String, String> result = new TreeMap<>();
        Map<Object, String> firstNames = new HashMap<>();
        for (Path path : all(root)) {
            Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
            String name = root.relativize(path).toString();
            firstNames.putIfAbsent(stat.get("ino"), name);
            String content = Files.isSymbolicLink(path)
                    ? Files.readSymbolicLink(path).toString()
                    : Files.isDirectory(path) ? "" : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
            boolean link = Files.isSymbolicLink(path);
            // Tar also sets a symbolic link's own time, but not its mode.
            String mode = link ? "link" : Integer.toOctalString((int) stat.get("mode"));
            result.put(
                    name,
                    mode + " " + stat.get("lastModifiedTime") + " " + stat.get("uid") + ":" + stat.get("gid") + " "
                            + firstNames.get(stat.get("ino")) + " " + content);
        }
        return result;
    }

    private static List<Path> all(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted().toList();
        }
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path log = WORK.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", String.join(" ", command), Files.readString(log))
                .isTrue();
    }
}
