package org.flowgateway.backup.transport.sftp.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** File of known host keys, shared with OpenSSH's tools. It is read again for each call. Thread-safe. */
public final class KnownHosts {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    /** @param file created with the first key if it is missing */
    public KnownHosts(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Returns the lines that match a host. */
    List<KnownHostLine> linesFor(String host) throws IOException {
        return content()
                .lines()
                .map(KnownHostLine::of)
                .flatMap(Optional::stream)
                .filter(line -> line.matches(host))
                .toList();
    }

    /**
     * Adds the key of an unknown host atomically: a reader sees the file without it or with it.
     *
     * @return lines about that host that another process added meanwhile, in which case nothing is written; empty if the key was added
     */
    synchronized List<KnownHostLine> pin(String host, HostKey key) throws IOException {
        List<KnownHostLine> meanwhile = linesFor(host);
        if (meanwhile.stream().noneMatch(KnownHostLine::isHostKey)) {
            String before = content();
            String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            replace(before + separator + host + ' ' + key.type() + ' ' + key.base64() + '\n');
            return List.of();
        }
        return meanwhile;
    }

    private String content() throws IOException {
        try {
            // Names are ASCII and keys are base64; anything else, such as a comment, must be kept unchanged.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    private void replace(String content) throws IOException {
        Files.createDirectories(file.getParent(), OWNER_ONLY_DIRECTORY);
        Path real = Files.exists(file) ? file.toRealPath() : file;
        Path temporary = real.resolveSibling(".known_hosts~"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
