package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.flowgateway.backup.core.catalogue.ArchiveObjectSource;
import org.flowgateway.backup.core.settings.TestConfiguration;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.local.LocalTransport;
import org.flowgateway.backup.tree.TreeHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack is never stored with the bytes of another one that shares its memory, although no transport hashes it. */
class PackBufferReuseTest {

    private static final int LENGTH = 1 << 20;
    private static final ObjectName NAME = new ObjectName("d/object");

    private final PackBuilder builder = new PackBuilder(2 * LENGTH);
    private final PackBuffer memory = new PackBuffer();

    @TempDir
    private Path directory;

    private SealedPack pack(ArchiveCipher cipher, int number) throws IOException {
        byte[] content = new byte[LENGTH];
        new Random(number).nextBytes(content);
        builder.reset(number);
        builder.begin(
                        new Entry("config", "file", Entry.Type.FILE, 0600, 0, 0, "", "", LENGTH, Instant.EPOCH, ""),
                        0,
                        LENGTH)
                .put(content);
        builder.end(true);
        return builder.seal(cipher, 1, memory);
    }

    @Test
    void packWhoseMemoryIsReusedMeanwhileIsNotStored() throws Exception {
        LocalTransport transport =
                new LocalTransport(new TestConfiguration(directory.toString()), TestTrees.fileTrees(TreeHook.NONE));
        try (ArchiveCipher cipher = ArchiveCipher.forSealing("password".toCharArray());
                TransportSession session = transport.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            SealedPack first = pack(cipher, 0);
            ArchiveObjectSource source = new ArchiveObjectSource(first.object(), () -> {
                InputStream bytes = first.open();
                InputStream half = new ByteArrayInputStream(bytes.readNBytes(LENGTH / 2));
                pack(cipher, 1);
                return new SequenceInputStream(half, bytes);
            });

            TransportException failure =
                    catchThrowableOfType(TransportException.class, () -> session.put(NAME, source));

            assertThat(failure).as("a failure was expected").isNotNull();
            assertThat(failure.kind()).isEqualTo(FailureKind.INTEGRITY);
            assertThat(failure).hasRootCauseMessage("the memory it is read from holds another object by now");
            assertThat(session.stat(NAME)).isEmpty();
            assertThat(session.list(Optional.of(new ObjectName("d")))).isEmpty();
        }
    }
}
