package org.flowgateway.backup.transport.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hc.core5.http.ConnectionClosedException;
import software.amazon.awssdk.http.AbortableInputStream;

/** Content of an object: exactly its bytes, or a failure. Closing it early drops the connection, since the rest may be long. */
final class S3ObjectStream extends InputStream {

    private final AbortableInputStream content;
    private long left;

    /** @throws EOFException if the store does not report the length, without which a broken connection looks like the end */
    S3ObjectStream(S3Bucket.Opened object) throws EOFException {
        content = object.content();
        if (object.answer().contentLength() == null) {
            content.abort();
            throw new EOFException("the answer has no length of the object");
        }
        left = object.answer().contentLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int given = content.read(bytes, offset, (int) Math.min(count, left));
        if (given < 0) {
            throw new ConnectionClosedException("the answer ended before the object did");
        }
        left -= given;
        return given;
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            content.abort();
        }
        content.close();
    }
}
