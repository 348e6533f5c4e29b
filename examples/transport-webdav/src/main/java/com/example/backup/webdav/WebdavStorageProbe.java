package com.example.backup.webdav;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Probes a target: stores an object, reads it back and removes it, under names that listings hide.
 *
 * <p>{@code EXCLUSIVE_CREATE} is never declared. Apache, for example, checks a name and then renames, so two concurrent writers may both
 * succeed, and no probe can prove that a server does better.
 */
final class WebdavStorageProbe {

    private static final ObjectName NAME = new ObjectName("probe");
    private static final int LENGTH = 512;

    private final WebdavSession session;
    private final WebdavConnection connection;
    private final WebdavAddress address;
    private final WebdavTree tree;
    private final TemporaryNames temporary;

    WebdavStorageProbe(WebdavSession session, WebdavConnection connection, WebdavAddress address, WebdavTree tree, TemporaryNames temporary) {
        this.session = session;
        this.connection = connection;
        this.address = address;
        this.tree = tree;
        this.temporary = temporary;
    }

    /** Verifies that the root can hold backups, and removes orphans. */
    Probe run() throws TransportException {
        tree.make(address.root());
        Content content = new Content();
        String first = session.upload(NAME, content);
        try {
            verify(first, content);
            verifyNoOverwrite(first, content);
        } finally {
            session.discard(first, true);
        }
        removeOrphans();
        OptionalLong available = tree.find(address.root()).map(WebdavResource::available).orElse(OptionalLong.empty());
        return available.isPresent() ? Probe.of().withFreeBytes(available.getAsLong()) : Probe.of();
    }

    private void verify(String path, Content content) throws TransportException {
        try (InputStream stored = session.read(path)) {
            if (!Arrays.equals(stored.readAllBytes(), content.bytes)) {
                throw new TransportException(FailureKind.INTEGRITY, "What was stored on " + address + " was read back differently: check the"
                        + " server's disk");
            }
        } catch (IOException e) {
            throw connection.failed(e);
        }
    }

    private void verifyNoOverwrite(String first, Content content) throws TransportException {
        String second = session.upload(NAME, content);
        try {
            int status = session.move(second, first);
            if (status / 100 == 2) {
                throw new TransportException(FailureKind.UNKNOWN, address + " overwrites although it is told not to (Overwrite: F): no backup is"
                        + " safe there. Use another server");
            }
        } finally {
            session.discard(second, true);
        }
    }

    private void removeOrphans() throws TransportException {
        Optional<Instant> now = now();
        List<WebdavResource> dead = now.isEmpty() ? List.of() : tree.children(address.root()).orElse(List.of()).stream()
                .filter(resource -> temporary.isDead(resource, now.get())).toList();
        for (WebdavResource resource : dead) {
            tree.remove(resource.path());
        }
    }

    /** Returns the time by the server's clock, if it is reported: the gateway's clock may be wrong. */
    private Optional<Instant> now() throws TransportException {
        try {
            return connection.send("OPTIONS", address.directory(address.root())).drain().date()
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Random bytes. */
    private static final class Content implements ObjectSource {

        private final byte[] bytes = new byte[LENGTH];

        Content() {
            ThreadLocalRandom.current().nextBytes(bytes);
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public String sha256() {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
