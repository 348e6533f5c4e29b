package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.ErrorsPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session on a directory that is not there yet, and means to look at the disk behind it. */
abstract class LocalFixture {

    static final BytesSource SOURCE = BytesSource.random(1000, 1);

    @TempDir
    Path base;

    Path root;
    LocalTransport transport;
    TransportSession session;

    @BeforeEach
    void open() throws Exception {
        root = base.resolve("backups");
        transport = new LocalTransport(new Configured(root.toString()));
        session = another();
    }

    @AfterEach
    void close() {
        transport.deactivate();
    }

    TransportSession another() throws TransportException {
        return transport.open(new TransportTarget("local", "", "", ""), Optional.empty());
    }

    static ObjectName name(String value) {
        return new ObjectName(value);
    }

    /** What a call fails with, told as it is documented. */
    static TransportException failure(ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).as("a failure was expected").isNotNull();
        ErrorsPage.OURS.assertDocuments(failure);
        return failure;
    }

    static byte[] content(TransportSession from, ObjectName name) throws IOException {
        try (InputStream stream = from.read(name)) {
            return stream.readAllBytes();
        }
    }

    List<String> listed(String directory) throws TransportException {
        return session.list(directory.isEmpty() ? Optional.empty() : Optional.of(name(directory))).stream().map(Listed::name).sorted().toList();
    }

    /** Everything below the root, hidden files too, relative to it. */
    List<String> onDisk() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root)).map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }

    /** Runs a command of the system; its output is in the failure. */
    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
