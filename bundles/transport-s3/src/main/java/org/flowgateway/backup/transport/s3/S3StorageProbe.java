package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Probes a store: stores an object twice, reads it back, copies it and removes both, under names that listings hide. */
final class S3StorageProbe {

    /** Conditional or unconditional write of a probe object. */
    private interface Write {

        /** @param onlyNew whether the store is asked to reject an existing name */
        void run(boolean onlyNew);
    }

    private static final int LENGTH = 512;
    /** Age after which a probe object is an orphan: no probe takes so long. */
    private static final Duration DEAD_AFTER = Duration.ofHours(24);
    /** Name of the probe object in messages. */
    private static final ObjectName NAME = new ObjectName("probe");

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final S3Listing listing;
    private final BucketSupport support;
    private final boolean exclusive;
    private final String target;

    /** @param exclusive whether the store, if it rejects overwriting, is known to do so also for concurrent writers */
    S3StorageProbe(
            S3Bucket bucket,
            KeyPrefix prefix,
            S3Listing listing,
            BucketSupport support,
            boolean exclusive,
            String target) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.listing = listing;
        this.support = support;
        this.exclusive = exclusive;
        this.target = target;
    }

    /**
     * Verifies that the prefix can hold backups, and detects the capabilities. Every store of S3 is {@link Capability#DURABLE}: it acknowledges
     * an object after it has stored it durably.
     */
    Probe run() throws IOException {
        removeOrphans();
        byte[] content = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(content);
        String key = prefix.value() + ProbeName.next();
        ConditionalWrite.Support put = probePut(key, content);
        ConditionalWrite.Support copy = probeCopy(key, content);
        bucket.delete(key);
        support.put().set(put);
        support.copy().set(copy);
        return Probe.of(capabilities());
    }

    private Set<Capability> capabilities() {
        Set<Capability> found = EnumSet.of(Capability.DURABLE);
        // Some stores check and then write: two concurrent writers pass that check, and this sequential probe cannot
        // detect it.
        if (support.isPutExclusive(exclusive)) {
            found.add(Capability.EXCLUSIVE_CREATE);
        }
        if (support.isCopyAllowed(exclusive)) {
            found.add(Capability.LINK);
        }
        return found;
    }

    private void removeOrphans() throws IOException {
        Instant dead = Instant.now().minus(DEAD_AFTER);
        for (S3Object old : listing.objects(prefix.value() + ProbeName.BEGINNING)) {
            if (isOrphan(old, dead)) {
                bucket.delete(old.key());
            }
        }
    }

    private boolean isOrphan(S3Object old, Instant dead) {
        return old.key() != null
                && old.key().startsWith(prefix.value())
                && ProbeName.isProbe(old.key().substring(prefix.value().length()))
                && old.lastModified() != null
                && old.lastModified().isBefore(dead);
    }

    /** Stores and verifies the probe object. After a transient error a later probe removes the object: this store does not respond now. */
    private ConditionalWrite.Support probePut(String key, byte[] content) throws IOException {
        ObjectSource source = ObjectSource.of(content);
        try {
            ConditionalWrite.Support found = detect(onlyNew -> bucket.put(key, NAME, source, onlyNew));
            if (!isStored(key, content)) {
                throw S3Message.READ_BACK_DIFFERS.exception(target);
            }
            return found;
        } catch (S3Exception refused) {
            if (!S3ErrorKind.of(refused).isTransient()) {
                removeAfter(refused, key);
            }
            throw refused;
        }
    }

    /** Copies the probe object, and removes the copy. A store that rejects this, or copies other content, can hold backups nevertheless. */
    private ConditionalWrite.Support probeCopy(String key, byte[] content) throws IOException {
        String copy = prefix.value() + ProbeName.next();
        ConditionalWrite.Support found;
        try {
            found = detect(onlyNew -> bucket.copy(key, copy, onlyNew));
            found = isStored(copy, content) ? found : ConditionalWrite.Support.UNAVAILABLE;
        } catch (S3Exception rejected) {
            found = ConditionalWrite.Support.UNAVAILABLE;
        }
        bucket.delete(copy);
        return found;
    }

    private void removeAfter(S3Exception refused, String key) {
        try {
            bucket.delete(key);
        } catch (S3Exception alsoRefused) {
            refused.addSuppressed(alsoRefused);
        }
    }

    /** Detects the support for conditional writes by writing an object twice. */
    private static ConditionalWrite.Support detect(Write write) {
        try {
            write.run(true);
        } catch (S3Exception answer) {
            if (S3ErrorKind.of(answer) != S3ErrorKind.NOT_IMPLEMENTED) {
                throw answer;
            }
            write.run(false);
            return ConditionalWrite.Support.REJECTED;
        }
        try {
            write.run(true);
            return ConditionalWrite.Support.IGNORED;
        } catch (S3Exception answer) {
            if (!S3ErrorKind.isTaken(answer)) {
                throw answer;
            }
            return ConditionalWrite.Support.ENFORCED;
        }
    }

    private boolean isStored(String key, byte[] content) throws IOException {
        try (InputStream stored = new S3ObjectStream(bucket.read(key))) {
            return Arrays.equals(stored.readAllBytes(), content);
        }
    }
}
