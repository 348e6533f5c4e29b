package org.flowgateway.backup.itests;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Tree of a gateway with every kind of content of file trees. */
final class SampleTree {

    static final List<String> VAULT = List.of("certs", "cloak_key", "snmp", "ntp");

    private SampleTree() {}

    /** Creates a gateway's tree, replacing an earlier one. */
    static void make(GatewayFolder folder) {
        delete(folder.gateway());
        try {
            config(folder.config());
            for (String section : VAULT) {
                Files.createDirectories(folder.vault(section));
                Path secret = folder.vault(section).resolve("secret.key");
                Files.writeString(secret, "the secret of " + section + "\n");
                Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void config(Path config) throws IOException {
        Files.createDirectories(config.resolve("flows/deep/er/still"));
        Files.createDirectories(config.resolve("empty folder"));
        for (int i = 0; i < 200; i++) {
            Files.writeString(config.resolve("flows/%04d.conf".formatted(i)), ("flow " + i + "\n").repeat(i));
        }
        Files.writeString(config.resolve("Überwachung größter Flüsse 流量.conf"), "Grüße");
        Files.writeString(config.resolve(" odd \\ * ? ' \" $(name) -rf"), "odd");
        Files.writeString(config.resolve("two\nlines"), "a name of two lines");
        Files.createFile(config.resolve("nothing"));
        Files.createSymbolicLink(config.resolve("default.conf"), Path.of("flows/0001.conf"));
        Files.createSymbolicLink(config.resolve("dangling"), Path.of("/nowhere/at all"));
        Files.createLink(config.resolve("flows/deep/second name"), config.resolve("flows/0002.conf"));
        random(config.resolve("capture.pcap"), 9 << 20);
        try (RandomAccessFile sparse =
                new RandomAccessFile(config.resolve("index.sparse").toFile(), "rw")) {
            sparse.setLength(20 << 20);
            sparse.seek(10 << 20);
            sparse.write(1);
        }
        Files.setLastModifiedTime(
                config.resolve("flows/0003.conf"), FileTime.from(Instant.parse("2020-02-29T12:34:56.123456789Z")));
        Files.setPosixFilePermissions(config.resolve("flows/0004.conf"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setAttribute(config.resolve("flows/0005.conf"), "unix:mode", 0104755, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(config.resolve("flows/deep"), PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Writes an incompressible file. */
    static void random(Path file, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(file, content);
    }

    /** Changes, adds and removes entries in every section. */
    static void damage(GatewayFolder folder) {
        try {
            Files.writeString(folder.config().resolve("flows/0001.conf"), "changed");
            Files.delete(folder.config().resolve("flows/0100.conf"));
            Files.delete(folder.config().resolve("default.conf"));
            Files.createDirectories(folder.config().resolve("default.conf/is a folder now"));
            Files.writeString(folder.config().resolve("flows/added.conf"), "added");
            delete(folder.config().resolve("flows/deep"));
            for (String section : VAULT) {
                Files.writeString(folder.vault(section).resolve("secret.key"), "another secret");
                Files.writeString(folder.vault(section).resolve("added.key"), "added");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
