package org.flowgateway.backup.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.DiskFixture;
import org.flowgateway.backup.tree.TreeHook;
import org.flowgateway.backup.tree.TreeOperation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directory that is replaced by a symbolic link during a call, once before each of its steps. */
class ReplacedDirectoryTest extends DiskFixture {

    private static final String SECRET = "not for backups";
    private static final BytesSource OTHER = BytesSource.random(300_000, 2);

    /** The calls of a session. */
    private enum Step {
        PROBE,
        PUT,
        PUT_AGAIN,
        PUT_DEEPER,
        LINK,
        LINK_AGAIN,
        LINK_DEEPER,
        READ,
        READ_REST,
        STAT,
        LIST,
        DELETE,
        DELETE_LAST;

        void run(TransportSession session) throws IOException {
            switch (this) {
                case PROBE -> session.probe();
                case PUT -> session.put(new ObjectName("d/new"), OTHER);
                case PUT_AGAIN -> session.put(new ObjectName("d/object"), SOURCE);
                case PUT_DEEPER -> session.put(new ObjectName("d/x/y/new"), SOURCE);
                case LINK -> session.link(new ObjectName("d/object"), new ObjectName("d/new"));
                case LINK_AGAIN -> session.link(new ObjectName("d/object"), new ObjectName("d/e/last"));
                case LINK_DEEPER -> session.link(new ObjectName("d/object"), new ObjectName("d/x/y/new"));
                case READ -> {
                    try (InputStream stream = session.read(new ObjectName("d/object"))) {
                        assertThat(stream.readAllBytes()).isEqualTo(SOURCE.bytes());
                    }
                }
                case READ_REST -> {
                    try (InputStream stream = session.read(new ObjectName("d/object"), 999)) {
                        assertThat(stream.readAllBytes()).containsExactly(SOURCE.bytes()[999]);
                    }
                }
                case STAT ->
                    assertThat(session.stat(new ObjectName("d/object")))
                            .isIn(Optional.of(ObjectAttributes.ofLength(1000)), Optional.empty());
                case LIST ->
                    session.list(Optional.of(new ObjectName("d")))
                            .forEach(listed -> assertThat(listed.name()).isNotEqualTo("secret"));
                case DELETE -> session.delete(new ObjectName("d/object"));
                case DELETE_LAST -> session.delete(new ObjectName("d/e/last"));
            }
        }
    }

    /** Exchanges a directory before the given call, counted from 0. */
    private final class Exchange implements TreeHook {

        private final Path exchanged;
        private final int when;
        private int calls = -1;
        private boolean armed;

        Exchange(Path exchanged, int when) {
            this.exchanged = exchanged;
            this.when = when;
        }

        @Override
        public void before(TreeOperation operation, String path) throws IOException {
            if (armed && ++calls == when) {
                Files.move(exchanged, base.resolve("moved"));
                Files.createSymbolicLink(exchanged, base.resolve("outside"));
            }
        }

        /** Begins to count. A link that is there before a session is opened is the administrator's, and followed. */
        void arm() {
            armed = true;
        }

        boolean isDone() {
            return calls >= when;
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    @DisplayName(
            "nothing outside is read, written or removed when an object's directory is replaced by a symbolic link")
    void directoryOfAnObject(Step step) throws Exception {
        assertStaysInside(step, "above/backups/d", "");
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    @DisplayName("nothing outside is read, written or removed when the backup directory is replaced by a symbolic link")
    void root(Step step) throws Exception {
        assertStaysInside(step, "above/backups", "d");
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    @DisplayName("nothing outside is read, written or removed when a parent of the root is replaced by a symbolic link")
    void directoryAboveTheRoot(Step step) throws Exception {
        assertStaysInside(step, "above", "backups/d");
    }

    /** @param outside where, below the link's target, the objects would be looked for */
    private void assertStaysInside(Step step, String exchanged, String outside) throws Exception {
        boolean exchangedInTime = true;
        int steps = 0;
        for (; exchangedInTime; steps++) {
            plant(base.resolve("above/backups/d"), SOURCE.bytes());
            plant(base.resolve("outside").resolve(outside), SECRET.getBytes());
            Map<Path, String> before = contents(base.resolve("outside"));
            Exchange exchange = new Exchange(base.resolve(exchanged), steps);
            LocalTransport transport = TestTransport.observed(exchange, base.resolve("above/backups"));
            try (TransportSession session =
                    transport.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
                exchange.arm();
                run(step, session);
            }
            assertThat(contents(base.resolve("outside"))).as("step %d", steps).isEqualTo(before);
            exchangedInTime = exchange.isDone();
            removeAll();
        }
        assertThat(steps).as("steps of the call that were tried").isGreaterThan(1);
    }

    private static void run(Step step, TransportSession session) throws IOException {
        try {
            step.run(session);
        } catch (TransportException e) {
            assertThat(failure(() -> {
                                throw e;
                            })
                            .kind())
                    .isIn(FailureKind.DENIED, FailureKind.UNKNOWN, FailureKind.NOT_FOUND, FailureKind.ALREADY_EXISTS);
        }
    }

    private static void plant(Path directory, byte[] content) throws IOException {
        Files.createDirectories(directory.resolve("e"));
        Files.write(directory.resolve("object"), content);
        Files.write(directory.resolve("e/last"), content);
        Files.write(directory.resolve(".object~0123456789abcdef.tmp"), content);
        Files.write(directory.resolve("e/.last~0123456789abcdef.tmp"), content);
        Files.write(directory.resolveSibling(".probe~0123456789abcdef.tmp"), content);
    }

    private void removeAll() throws IOException {
        for (String name : new String[] {"above", "outside", "moved", ".probe~0123456789abcdef.tmp"}) {
            try (Stream<Path> files = Files.exists(base.resolve(name), LinkOption.NOFOLLOW_LINKS)
                    ? Files.walk(base.resolve(name))
                    : Stream.empty()) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Map<Path, String> contents(Path directory) throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                contents.put(file, Files.isDirectory(file) ? "" : Files.readString(file));
            }
        }
        return contents;
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "stat", "list"})
    @DisplayName("a replaced backup directory is an error, not an empty store")
    void anotherRoot(String call) throws Exception {
        Path root = base.resolve("backups");
        TransportSession session =
                TestTransport.to(root).open(new TransportTarget("local", "", "", ""), Optional.empty());
        session.put(name("d/object"), SOURCE);
        Files.move(root, base.resolve("moved"));
        assertReplaced(session, call);
        Files.createDirectory(root);
        assertReplaced(session, call);
        assertThat(onDisk()).isEmpty();
        session.close();
    }

    private static void assertReplaced(TransportSession session, String call) {
        TransportException failure = failure(() -> {
            switch (call) {
                case "put" -> session.put(name("other"), SOURCE);
                case "stat" -> session.stat(name("d/object"));
                default -> session.list(Optional.empty());
            }
        });
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(failure).hasMessageContaining("renamed, removed or replaced");
    }

    @Test
    @DisplayName("a backup directory whose parent became a symbolic link is rejected, naming the link")
    void linkAboveTheRoot() throws Exception {
        Path above = base.resolve("above");
        Files.createDirectories(above.resolve("backups"));
        TransportSession session = TestTransport.to(above.resolve("backups"))
                .open(new TransportTarget("local", "", "", ""), Optional.empty());
        Files.move(above, base.resolve("moved"));
        Files.createSymbolicLink(above, base.resolve("moved"));
        TransportException failure = failure(() -> session.put(name("object"), SOURCE));
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(failure).hasMessageStartingWith(above + " is a symbolic link");
        session.close();
    }
}
