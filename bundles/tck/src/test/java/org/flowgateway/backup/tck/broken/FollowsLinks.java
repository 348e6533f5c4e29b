package org.flowgateway.backup.tck.broken;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Law 10: symbolic links are followed, also out of the root. Most library calls do so by default. */
public final class FollowsLinks extends DirectoryTransport {

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) {
        return new DirectorySession(Path.of(target.path())) {
            @Override
            boolean isObject(Path file) {
                return Files.isRegularFile(file);
            }

            @Override
            boolean isDirectory(Path directory) {
                return Files.isDirectory(directory);
            }

            @Override
            InputStream opened(Path file) throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
