package org.flowgateway.backup.transport.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import org.flowgateway.backup.transport.support.ExactLengthStream;
import software.amazon.awssdk.http.AbortableInputStream;

/** Content of an object: exactly its bytes, or a failure. Closing it early drops the connection, since the rest may be long. */
final class S3ObjectStream extends FilterInputStream {

    private final AbortableInputStream content;
    private final ExactLengthStream bytes;

    /** @throws IOException if the store does not report the length, without which a broken connection looks like the end */
    S3ObjectStream(S3Bucket.Opened object) throws IOException {
        this(object.content(), new ExactLengthStream(object.content(), length(object)));
    }

    private S3ObjectStream(AbortableInputStream content, ExactLengthStream bytes) {
        super(bytes);
        this.content = content;
        this.bytes = bytes;
    }

    private static long length(S3Bucket.Opened object) throws IOException {
        if (object.answer().contentLength() == null) {
            object.content().abort();
            throw new IOException("the answer has no length of the object");
        }
        return object.answer().contentLength();
    }

    @Override
    public void close() throws IOException {
        if (bytes.remaining() > 0) {
            content.abort();
        }
        super.close();
    }
}
