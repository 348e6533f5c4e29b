package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Stores objects without overwriting, by conditional puts. Without them the writer checks the name first; two writers at the same instant
 * can both pass that check. One thread.
 */
final class S3ObjectWriter {

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final ConditionalWrite conditionalPut;
    private final String target;

    S3ObjectWriter(S3Bucket bucket, KeyPrefix prefix, ConditionalWrite conditionalPut, String target) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.conditionalPut = conditionalPut;
        this.target = target;
    }

    /**
     * Stores an object.
     *
     * @throws TransportException if the name is taken by other content, or the object is missing afterwards
     * @throws S3Exception the store's error
     */
    void put(ObjectName name, ObjectSource source) throws IOException {
        if (conditionalPut.needsPreCheck() && isThere(name, source)) {
            return;
        }
        if (create(name, source)) {
            check(name, source.length());
        } else if (!isThere(name, source)) {
            throw S3Message.CONCURRENT_WRITER.exception(name.value(), target);
        }
    }

    /** Stores an object; returns false if another writer was first, or wrote at the same time. */
    private boolean create(ObjectName name, ObjectSource source) throws IOException {
        try {
            bucket.put(prefix.key(name), name, source, conditionalPut.isSupported());
            return true;
        } catch (S3Exception answer) {
            S3ErrorKind refusal = S3ErrorKind.of(answer);
            if (refusal == S3ErrorKind.ALREADY_EXISTS || refusal == S3ErrorKind.CONFLICT) {
                return false;
            }
            if (refusal != S3ErrorKind.NOT_IMPLEMENTED || !conditionalPut.isSupported()) {
                throw answer;
            }
            conditionalPut.set(ConditionalWrite.Support.REJECTED);
            if (isThere(name, source)) {
                return true;
            }
            bucket.put(prefix.key(name), name, source, false);
            return true;
        }
    }

    /** Returns true if the same content is stored; other content is a failure. */
    private boolean isThere(ObjectName name, ObjectSource source) throws IOException {
        Optional<Long> length = bucket.length(prefix.key(name));
        if (length.isEmpty()) {
            return false;
        }
        if (length.get() == source.length()) {
            try (InputStream stored = new S3ObjectStream(bucket.read(prefix.key(name)))) {
                if (DeclaredContent.isSame(source, stored)) {
                    return true;
                }
            }
        }
        throw S3Message.NAME_TAKEN.exception(name.value(), target);
    }

    /**
     * Verifies that the store shows a new object with its length; removes one of another length.
     *
     * @param length the object's bytes
     * @throws TransportException if the object is missing, or has another length
     */
    void check(ObjectName name, long length) throws IOException {
        long stored =
                bucket.length(prefix.key(name)).orElseThrow(() -> S3Message.NOT_LISTED.exception(target, name.value()));
        if (stored != length) {
            bucket.delete(prefix.key(name));
            throw S3Message.STORED_LENGTH_DIFFERS.exception(name.value(), target, stored, length);
        }
    }
}
