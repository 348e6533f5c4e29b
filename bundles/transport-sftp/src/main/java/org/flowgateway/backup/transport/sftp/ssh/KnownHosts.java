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

/** The file of known host keys, shared with OpenSSH's tools. It is read anew each time. Thread-safe. */
public final class KnownHosts {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    /** @param file it may be missing, and is then made with the first key */
    public KnownHosts(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** The lines about a host. */
    List<KnownHostLine> linesFor(String host) throws IOException {
        return content()
                .lines()
                .map(KnownHostLine::of)
                .flatMap(Optional::stream)
                .filter(line -> line.matches(host))
                .toList();
    }

    /**
     * Remembers the key of a host that nothing was known of, in one step: a reader sees the file without it or with it.
     *
     * @return the lines about that host that somebody else wrote meanwhile, in which case nothing is written; empty if it is remembered
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
            // Names are ASCII and keys are base64; whatever else stands there, as a comment, must come through
            // unchanged.
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
