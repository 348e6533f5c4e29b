package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Stores objects without overwriting any. The store sees to that, if it can; where it cannot, it is looked first, which two writers at the
 * same instant may get past. One thread.
 */
final class S3ObjectWriter {

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final ConditionalPut conditionalPut;
    private final String target;

    S3ObjectWriter(S3Bucket bucket, KeyPrefix prefix, ConditionalPut conditionalPut, String target) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.conditionalPut = conditionalPut;
        this.target = target;
    }

    /**
     * Stores an object.
     *
     * @throws TransportException if the name is taken by other content, or it is not there afterwards
     * @throws S3Exception as the store says
     */
    void put(ObjectName name, ObjectSource source) throws IOException {
        if (conditionalPut.needsPreCheck() && isThere(name, source)) {
            return;
        }
        if (create(name, source)) {
            check(name, source);
        } else if (!isThere(name, source)) {
            throw new TransportException(
                    FailureKind.THROTTLED,
                    "Somebody else was storing and removing " + name + " in " + target
                            + " at the same time. Try again");
        }
    }

    /** Whether it was stored; if not, somebody else was before, or at the same time. */
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
            conditionalPut.set(ConditionalPut.Support.REJECTED);
            if (isThere(name, source)) {
                return true;
            }
            bucket.put(prefix.key(name), name, source, false);
            return true;
        }
    }

    /** Whether the same content is there; other content is a failure. */
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
        throw new TransportException(
                FailureKind.ALREADY_EXISTS,
                "The name " + name + " is taken by other content in " + target
                        + ": remove that, or use another prefix");
    }

    /** What a store takes and does not show is not stored. */
    private void check(ObjectName name, ObjectSource source) throws IOException {
        long stored = bucket.length(prefix.key(name))
                .orElseThrow(
                        () -> new TransportException(
                                FailureKind.UNKNOWN,
                                target + " took " + name
                                        + " and does not show it: what is stored there cannot be relied on. Use another store"));
        if (stored != source.length()) {
            bucket.delete(prefix.key(name));
            throw new TransportException(
                    FailureKind.INTEGRITY,
                    "Of " + name + ", " + source.length() + " bytes were sent and " + stored + " stored in " + target
                            + ": check the store");
        }
    }
}
