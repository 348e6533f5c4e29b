package org.flowgateway.backup.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.io.TempDir;

/** What this project's own transports need for tests beyond the laws: a directory, a look at the disk behind it, documented failures. */
public abstract class DiskFixture {

    /** 1,000 bytes. */
    protected static final BytesSource SOURCE = BytesSource.random(1000, 1);

    /** A directory of this test's own. */
    @TempDir
    protected Path base;

    /** For tests. */
    protected DiskFixture() {}

    /** The name in short. */
    protected static ObjectName name(String value) {
        return new ObjectName(value);
    }

    /** What a call fails with, told as it is documented. */
    protected static TransportException failure(ThrowingCallable call) {
        TransportException failure = SessionFixture.failure(call);
        ErrorsPage.OURS.assertDocuments(failure);
        return failure;
    }

    /** All bytes of an object. */
    protected static byte[] content(TransportSession from, ObjectName name) throws IOException {
        return SessionFixture.content(from, name);
    }

    /** What lies below the directory {@code backups} of {@link #base}, hidden files too, relative to it; nothing if it is not there. */
    protected final List<String> onDisk() throws IOException {
        Path root = base.resolve("backups");
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
