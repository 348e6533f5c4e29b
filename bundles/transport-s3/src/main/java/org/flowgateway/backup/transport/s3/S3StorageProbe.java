package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.Probe;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Probes a store: stores an object twice, reads it back and removes it, under a name that listings hide. */
final class S3StorageProbe {

    private static final int LENGTH = 512;
    /** Age after which a probe object is an orphan: no probe takes so long. */
    private static final Duration DEAD_AFTER = Duration.ofHours(24);
    /** Name of the probe object in messages. */
    private static final ObjectName NAME = new ObjectName("probe");

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final S3Listing listing;
    private final ConditionalPut conditionalPut;
    private final boolean exclusive;
    private final String target;

    /** @param exclusive whether the store, if it rejects overwriting, is known to do so also for concurrent writers */
    S3StorageProbe(
            S3Bucket bucket,
            KeyPrefix prefix,
            S3Listing listing,
            ConditionalPut conditionalPut,
            boolean exclusive,
            String target) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.listing = listing;
        this.conditionalPut = conditionalPut;
        this.exclusive = exclusive;
        this.target = target;
    }

    /** Verifies that the prefix can hold backups, and detects the capabilities. */
    Probe run() throws IOException {
        Instant dead = Instant.now().minus(DEAD_AFTER);
        for (S3Object old : listing.objects(prefix.value() + ProbeName.BEGINNING)) {
            if (isOrphan(old, dead)) {
                bucket.delete(old.key());
            }
        }
        byte[] content = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(content);
        String key = prefix.value() + ProbeName.next();
        ConditionalPut.Support support = probeSupport(key, content);
        bucket.delete(key);
        conditionalPut.set(support);
        // Some stores check and then write: two concurrent writers pass that check, and this sequential probe cannot
        // detect it.
        return new Probe(
                exclusive && support == ConditionalPut.Support.ENFORCED
                        ? Set.of(Capability.EXCLUSIVE_CREATE)
                        : Set.of(),
                OptionalLong.empty());
    }

    private boolean isOrphan(S3Object old, Instant dead) {
        return old.key() != null
                && old.key().startsWith(prefix.value())
                && ProbeName.isProbe(old.key().substring(prefix.value().length()))
                && old.lastModified() != null
                && old.lastModified().isBefore(dead);
    }

    /** Stores and verifies the probe object. After a transient error a later probe removes the object: this store does not respond now. */
    private ConditionalPut.Support probeSupport(String key, byte[] content) throws IOException {
        try {
            ConditionalPut.Support support = store(key, new MemorySource(content));
            verify(key, content);
            return support;
        } catch (S3Exception refused) {
            if (!S3ErrorKind.of(refused).isTransient()) {
                removeAfter(refused, key);
            }
            throw refused;
        }
    }

    private void removeAfter(S3Exception refused, String key) {
        try {
            bucket.delete(key);
        } catch (S3Exception alsoRefused) {
            refused.addSuppressed(alsoRefused);
        }
    }

    private ConditionalPut.Support store(String key, MemorySource source) {
        try {
            bucket.put(key, NAME, source, true);
        } catch (S3Exception answer) {
            if (S3ErrorKind.of(answer) != S3ErrorKind.NOT_IMPLEMENTED) {
                throw answer;
            }
            bucket.put(key, NAME, source, false);
            return ConditionalPut.Support.REJECTED;
        }
        try {
            bucket.put(key, NAME, source, true);
            return ConditionalPut.Support.IGNORED;
        } catch (S3Exception answer) {
            if (!S3ErrorKind.isTaken(answer)) {
                throw answer;
            }
            return ConditionalPut.Support.ENFORCED;
        }
    }

    private void verify(String key, byte[] content) throws IOException {
        try (InputStream stored = new S3ObjectStream(bucket.read(key))) {
            if (!Arrays.equals(stored.readAllBytes(), content)) {
                throw S3Message.READ_BACK_DIFFERS.exception(target);
            }
        }
    }
}
