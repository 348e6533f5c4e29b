package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Copies objects inside of the store without overwriting, by conditional copies. Without them the copier checks the name first; another writer
 * at the same instant can pass that check. One thread.
 */
final class S3ObjectCopier {

    /** Maximum bytes of a copy by one request, 5 GiB: Amazon S3 API Reference, CopyObject. */
    private static final long MAX_BYTES = 5L << 30;

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final BucketSupport support;
    private final boolean exclusive;
    private final S3ObjectWriter writer;
    private final String target;

    /** @param exclusive whether the store, if it rejects overwriting, is known to do so also for concurrent writers */
    S3ObjectCopier(
            S3Bucket bucket,
            KeyPrefix prefix,
            BucketSupport support,
            boolean exclusive,
            S3ObjectWriter writer,
            String target) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.support = support;
        this.exclusive = exclusive;
        this.writer = writer;
        this.target = target;
    }

    /**
     * Copies an object.
     *
     * @return false if the store cannot copy it, and nothing was changed
     * @throws TransportException if the object is missing, the name is taken by other content, or the copy is missing afterwards
     * @throws S3Exception the store's error, also one that follows a successful status
     */
    boolean copy(ObjectName from, ObjectName to) throws IOException {
        long length = bucket.length(prefix.key(from))
                .orElseThrow(() -> S3Message.NO_OBJECT.exception("Copying " + from + " to " + to, target));
        // Not the names themselves: the equals of a record keeps the record's class loader in Java's caches.
        return from.value().equals(to.value())
                || length <= MAX_BYTES && support.isCopyAllowed(exclusive) && create(from, to, length);
    }

    private boolean create(ObjectName from, ObjectName to, long length) throws IOException {
        if (support.copy().needsPreCheck() && isThere(from, to, length)) {
            return true;
        }
        boolean onlyNew = support.copy().isSupported();
        try {
            bucket.copy(prefix.key(from), prefix.key(to), onlyNew);
        } catch (S3Exception answer) {
            if (!S3ErrorKind.isUnavailable(answer)) {
                return resolveTaken(answer, from, to, length);
            }
            support.copy().set(onlyNew ? ConditionalWrite.Support.REJECTED : ConditionalWrite.Support.UNAVAILABLE);
            return copy(from, to);
        }
        writer.check(to, length);
        return true;
    }

    /** Compares the objects if another writer was first, or wrote at the same time; any other error is thrown. */
    private boolean resolveTaken(S3Exception answer, ObjectName from, ObjectName to, long length) throws IOException {
        S3ErrorKind refusal = S3ErrorKind.of(answer);
        if (refusal != S3ErrorKind.ALREADY_EXISTS && refusal != S3ErrorKind.CONFLICT) {
            throw answer;
        }
        if (!isThere(from, to, length)) {
            throw S3Message.CONCURRENT_WRITER.causedBy(answer, to.value(), target);
        }
        return true;
    }

    /** Returns true if the same content is stored; other content is a failure. */
    private boolean isThere(ObjectName from, ObjectName to, long length) throws IOException {
        Optional<Long> stored = bucket.length(prefix.key(to));
        if (stored.isPresent() && !(stored.get() == length && Arrays.equals(sha256(from), sha256(to)))) {
            throw S3Message.NAME_TAKEN.exception(to.value(), target);
        }
        return stored.isPresent();
    }

    /** Hashes one object at a time: only the latest request of a session can be aborted. */
    private byte[] sha256(ObjectName name) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream stored = new DigestInputStream(new S3ObjectStream(bucket.read(prefix.key(name))), digest)) {
            stored.transferTo(OutputStream.nullOutputStream());
        }
        return digest.digest();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
