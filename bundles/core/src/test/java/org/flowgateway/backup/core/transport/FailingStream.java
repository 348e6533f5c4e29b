package org.flowgateway.backup.core.transport;

import java.io.IOException;
import java.io.InputStream;

/** Stream that fails with an unexpected exception, whose text {@code canary} is for no message. */
public final class FailingStream extends InputStream {

    @Override
    public int read() throws IOException {
        throw new IOException("canary");
    }
}
