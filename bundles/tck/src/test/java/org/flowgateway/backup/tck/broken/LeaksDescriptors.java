package org.flowgateway.backup.tck.broken;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 13: files that were read stay open. */
public final class LeaksDescriptors extends DirectoryTransport {

    private final List<FileChannel> forgotten = new CopyOnWriteArrayList<>();

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            InputStream opened(Path file) throws IOException {
                FileChannel channel = FileChannel.open(file);
                forgotten.add(channel);
                return new UnclosedStream(Channels.newInputStream(channel));
            }
        };
    }

    private static final class UnclosedStream extends FilterInputStream {
        UnclosedStream(InputStream stream) {
            super(stream);
        }

        @Override
        public void close() {
            // Broken on purpose.
        }
    }
}
