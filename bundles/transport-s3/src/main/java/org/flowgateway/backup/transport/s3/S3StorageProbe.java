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
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Stores an object, tries to store it once more, reads it back and removes it, under a name that no listing shows. */
final class S3StorageProbe {

    private static final int LENGTH = 512;
    /** No probe takes so long: what is older was left by a session that died. */
    private static final Duration DEAD_AFTER = Duration.ofHours(24);
    /** What messages about it name it. */
    private static final ObjectName NAME = new ObjectName("probe");

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final S3Listing listing;
    private final ConditionalPut existence;
    private final boolean exclusive;
    private final String place;

    /** @param exclusive whether the store, if it refuses to overwrite, is known to do so for writers at the same instant too */
    S3StorageProbe(
            S3Bucket bucket,
            KeyPrefix prefix,
            S3Listing listing,
            ConditionalPut existence,
            boolean exclusive,
            String place) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.listing = listing;
        this.existence = existence;
        this.exclusive = exclusive;
        this.place = place;
    }

    /** Proves that the prefix can hold backups, and finds what the store enforces. */
    Probe run() throws IOException {
        Instant dead = Instant.now().minus(DEAD_AFTER);
        for (S3Object old : listing.objects(prefix.value() + ProbeName.BEGINNING)) {
            if (isLeft(old, dead)) {
                bucket.delete(old.key());
            }
        }
        byte[] content = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(content);
        String key = prefix.value() + ProbeName.next();
        ConditionalPut.Known known = tried(key, content);
        bucket.delete(key);
        existence.is(known);
        // Some stores look and then write: two who ask at the same instant get past that, and one who asks twice does
        // not see it.
        return new Probe(
                exclusive && known == ConditionalPut.Known.ENFORCED ? Set.of(Capability.EXCLUSIVE_CREATE) : Set.of(),
                OptionalLong.empty());
    }

    private boolean isLeft(S3Object old, Instant dead) {
        return old.key() != null
                && old.key().startsWith(prefix.value())
                && ProbeName.is(old.key().substring(prefix.value().length()))
                && old.lastModified() != null
                && old.lastModified().isBefore(dead);
    }

    /** What a lost line leaves is removed by a later probe: nothing more is asked of a store that could not be asked. */
    private ConditionalPut.Known tried(String key, byte[] content) throws IOException {
        try {
            ConditionalPut.Known known = store(key, new MemorySource(content));
            check(key, content);
            return known;
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

    private ConditionalPut.Known store(String key, MemorySource source) {
        try {
            bucket.put(key, NAME, source, true);
        } catch (S3Exception answer) {
            if (S3ErrorKind.of(answer) != S3ErrorKind.NOT_UNDERSTOOD) {
                throw answer;
            }
            bucket.put(key, NAME, source, false);
            return ConditionalPut.Known.REFUSED;
        }
        try {
            bucket.put(key, NAME, source, true);
            return ConditionalPut.Known.IGNORED;
        } catch (S3Exception answer) {
            if (!S3ErrorKind.isTaken(answer)) {
                throw answer;
            }
            return ConditionalPut.Known.ENFORCED;
        }
    }

    private void check(String key, byte[] content) throws IOException {
        try (InputStream stored = new S3ObjectStream(bucket.read(key))) {
            if (!Arrays.equals(stored.readAllBytes(), content)) {
                throw new TransportException(
                        FailureKind.INTEGRITY,
                        "What was stored in " + place + " was read back differently: check the store");
            }
        }
    }
}
