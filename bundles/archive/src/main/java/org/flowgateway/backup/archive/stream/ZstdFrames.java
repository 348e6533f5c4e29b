package org.flowgateway.backup.archive.stream;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.check.FormatLimits;

/** Decompression (RFC 8878), with bounded memory. */
public final class ZstdFrames {

    private ZstdFrames() {}

    /**
     * Decompresses.
     *
     * @param compressed closed with the returned stream
     * @throws IOException if decompression cannot be set up
     */
    public static InputStream open(InputStream compressed) throws IOException {
        return new ZstdInputStreamNoFinalizer(compressed).setLongMax(FormatLimits.ZSTD_WINDOW_EXPONENT);
    }
}
