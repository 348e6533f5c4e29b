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

/** Fixture for this project's own transports, for tests beyond the laws: a directory, its files on disk, documented failures. */
public abstract class DiskFixture {

    /** 1,000 bytes. */
    protected static final BytesSource SOURCE = BytesSource.random(1000, 1);

    /** Directory of this test. */
    @TempDir
    protected Path base;

    /** Called by subclasses. */
    protected DiskFixture() {}

    /** Creates an object name. */
    protected static ObjectName name(String value) {
        return new ObjectName(value);
    }

    /** Returns the failure of a call. */
    protected static TransportException failure(ThrowingCallable call) {
        return LawSuite.failure(call);
    }

    /** Returns the bytes of an object. */
    protected static byte[] content(TransportSession from, ObjectName name) throws IOException {
        return LawSuite.content(from, name);
    }

    /** Returns the files below the directory {@code backups} of {@link #base}, including hidden ones, relative to it; none if it is missing. */
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
