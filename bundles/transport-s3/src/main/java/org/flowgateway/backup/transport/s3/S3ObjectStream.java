package org.flowgateway.backup.transport.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hc.core5.http.ConnectionClosedException;
import software.amazon.awssdk.http.AbortableInputStream;

/** Exactly the bytes of an object, or a failure. Closed before its end it drops the connection: what is left of it might be long. */
final class S3ObjectStream extends InputStream {

    private final AbortableInputStream content;
    private long left;

    /** @throws EOFException if the store does not tell the length, so that its end could not be told from a line that broke */
    S3ObjectStream(S3Bucket.Opened object) throws EOFException {
        content = object.content();
        if (object.answer().contentLength() == null) {
            content.abort();
            throw new EOFException("the length of an object is not told");
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
