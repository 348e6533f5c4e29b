package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads objects from a position on, and verifies that the store sends that range. One thread. */
final class S3RangeReader {

    private static final int PARTIAL_CONTENT = 206;

    private final S3Bucket bucket;
    private final KeyPrefix prefix;
    private final String target;

    S3RangeReader(S3Bucket bucket, KeyPrefix prefix, String target) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.target = target;
    }

    /**
     * Opens an object.
     *
     * @param offset bytes to leave out, above 0
     * @throws TransportException if the store does not send the range, or the object is shorter than {@code offset}
     * @throws S3Exception the store's error
     */
    InputStream read(ObjectName name, long offset) throws IOException {
        try {
            S3Bucket.Opened opened = bucket.read(prefix.key(name), offset);
            if (isRange(opened, offset)) {
                return new S3ObjectStream(opened);
            }
            opened.content().abort();
        } catch (S3Exception answer) {
            if (S3ErrorKind.of(answer) != S3ErrorKind.INVALID_RANGE) {
                throw answer;
            }
        }
        return resolve(name, offset);
    }

    /** Returns true for an answer of the bytes from the offset to the object's end; some stores ignore ranges. */
    private static boolean isRange(S3Bucket.Opened opened, long offset) {
        Long sent = opened.answer().contentLength();
        if (opened.answer().sdkHttpResponse().statusCode() != PARTIAL_CONTENT || sent == null) {
            return false;
        }
        long end = offset + sent;
        return ("bytes " + offset + "-" + (end - 1) + "/" + end)
                .equals(opened.answer().contentRange());
    }

    /** Resolves an answer without the range by the object's length: no byte is in the range at the object's end. */
    private InputStream resolve(ObjectName name, long offset) throws IOException {
        long length = bucket.length(prefix.key(name))
                .orElseThrow(() -> S3Message.NO_OBJECT.exception("Reading " + name, target));
        if (offset > length) {
            throw S3Message.OFFSET_BEYOND_END.exception(name.value(), target, length, offset);
        }
        if (offset < length) {
            throw S3Message.RANGE_NOT_SENT.exception(name.value(), target);
        }
        return InputStream.nullInputStream();
    }
}
