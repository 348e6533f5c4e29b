package org.flowgateway.backup.transport.s3;

import java.io.InputStream;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;

/** Content that is uploaded, or hashed before. The last bytes are returned only after all content matched its declaration. */
final class UploadStream extends InputStream {

    private static final int BUFFER = 64 * 1024;

    private final DeclaredContent content;
    private final AbortableHttpClient http;
    private final byte[] buffer;
    private final long length;
    private int next;
    private int filled;
    private boolean ended;

    UploadStream(ObjectName name, ObjectSource source, AbortableHttpClient http) throws TransportException {
        this.http = http;
        length = source.length();
        buffer = new byte[(int) Math.min(BUFFER, length + 1)];
        http.pause();
        content = new DeclaredContent(name, source);
    }

    @Override
    public int read() throws TransportException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws TransportException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (count == 0) {
            return 0;
        }
        if (next == filled && !fill()) {
            return -1;
        }
        int given = Math.min(count, filled - next);
        System.arraycopy(buffer, next, bytes, offset, given);
        next += given;
        return given;
    }

    private boolean fill() throws TransportException {
        http.check();
        if (ended) {
            return false;
        }
        http.pause();
        next = 0;
        filled = content.fill(buffer);
        // At the declared end one more byte is requested: longer content does not match its declaration.
        if (filled < buffer.length || content.length() == length && content.fill(new byte[1]) == 0) {
            content.check();
            ended = true;
        }
        http.check();
        http.resume();
        return filled > 0;
    }

    @Override
    public void close() throws TransportException {
        content.close();
    }
}
