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
final class StorageProbe {

    private static final int LENGTH = 512;
    /** No probe takes so long: what is older was left by a session that died. */
    private static final Duration DEAD_AFTER = Duration.ofHours(24);
    /** What messages about it name it. */
    private static final ObjectName NAME = new ObjectName("probe");

    private final Bucket bucket;
    private final Prefix prefix;
    private final Listing listing;
    private final Existence existence;
    private final boolean exclusive;
    private final String place;

    /** @param exclusive whether the store, if it refuses to overwrite, is known to do so for writers at the same instant too */
    StorageProbe(Bucket bucket, Prefix prefix, Listing listing, Existence existence, boolean exclusive, String place) {
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
        Existence.Known known = tried(key, content);
        bucket.delete(key);
        existence.is(known);
        // Some stores look and then write: two who ask at the same instant get past that, and one who asks twice does
        // not see it.
        return new Probe(
                exclusive && known == Existence.Known.ENFORCED ? Set.of(Capability.EXCLUSIVE_CREATE) : Set.of(),
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
    private Existence.Known tried(String key, byte[] content) throws IOException {
        try {
            Existence.Known known = store(key, new MemorySource(content));
            check(key, content);
            return known;
        } catch (S3Exception refused) {
            if (!Refusal.of(refused).isTransient()) {
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

    private Existence.Known store(String key, MemorySource source) {
        try {
            bucket.put(key, NAME, source, true);
        } catch (S3Exception answer) {
            if (Refusal.of(answer) != Refusal.NOT_UNDERSTOOD) {
                throw answer;
            }
            bucket.put(key, NAME, source, false);
            return Existence.Known.REFUSED;
        }
        try {
            bucket.put(key, NAME, source, true);
            return Existence.Known.IGNORED;
        } catch (S3Exception answer) {
            if (!Refusal.isTaken(answer)) {
                throw answer;
            }
            return Existence.Known.ENFORCED;
        }
    }

    private void check(String key, byte[] content) throws IOException {
        try (InputStream stored = new ObjectStream(bucket.read(key))) {
            if (!Arrays.equals(stored.readAllBytes(), content)) {
                throw new TransportException(
                        FailureKind.INTEGRITY,
                        "What was stored in " + place + " was read back differently: check the store");
            }
        }
    }
}
