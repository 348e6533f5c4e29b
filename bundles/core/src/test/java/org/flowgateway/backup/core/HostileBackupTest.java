package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Backups of somebody who knows the password and means harm: nothing outside what is staged is touched, and the gateway stays as it is. */
class HostileBackupTest {

    private static final String OUT = "../../outside";

    @TempDir
    private Path directory;

    private Path outside;
    private TestGateway gateway;

    /** Something that is done to a backup in the making. */
    @FunctionalInterface
    private interface Making {
        HostileBackup of(HostileBackup backup) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(directory).start();
        gateway.write("config/file", "the present state");
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "outside");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Refused for what the index says, before a pack is read. */
    static Stream<Arguments> indexes() {
        String segment = "has an empty, . or .. segment";
        return Stream.of(
                row("a path that climbs out", segment, backup -> backup.file("../../outside/planted", 0644, "x")),
                row("an absolute path", segment, backup -> backup.file("/tmp/planted", 0644, "x")),
                row(
                        "a name that is too long",
                        "a name of [256] bytes",
                        backup -> backup.file("n".repeat(256), 0644, "x")),
                row(
                        "a path that is too long",
                        "longer than [4095]",
                        backup -> backup.file(("n".repeat(200) + "/").repeat(21) + "x", 0644, "x")),
                row(
                        "a NUL in a name",
                        "NUL",
                        backup -> backup.indexed("config", "a\0b", "file", 0644, 1, "", HostileBackup.hash("x"))),
                row(
                        "two files of a path",
                        "[config/a] is there twice",
                        backup -> backup.file("a", 0644, "x").file("a", 0644, "y")),
                row(
                        "a link and a file of a path",
                        "[config/a] is there twice",
                        backup -> backup.symlink("a", OUT + "/secret").file("a", 0644, "x")),
                row(
                        "a file below a link",
                        "lies in [config/a], which is no directory",
                        backup -> backup.symlink("a", OUT).file("a/planted", 0644, "x")),
                row(
                        "a link below a link",
                        "lies in [config/a], which is no directory",
                        backup -> backup.symlink("a", OUT).symlink("a/planted", "x")),
                row(
                        "a directory below a link",
                        "lies in [config/a], which is no directory",
                        backup -> backup.symlink("a", OUT).directory("a/planted")),
                row(
                        "a file below a file",
                        "lies in [config/a], which is no directory",
                        backup -> backup.file("a", 0644, "x").file("a/b", 0644, "x")),
                row(
                        "a file before its directory",
                        "lies in [config/a], which is no directory",
                        backup -> backup.file("a/b", 0644, "x").directory("a")),
                row("a hard link out", segment, backup -> backup.hardlink("a", OUT + "/secret")),
                row("a hard link to an absolute path", segment, backup -> backup.hardlink("a", "/etc/shadow")),
                row(
                        "a hard link to a link",
                        "which is no file before it",
                        backup -> backup.symlink("a", OUT + "/secret").hardlink("b", "a")),
                row(
                        "a hard link to a directory",
                        "which is no file before it",
                        backup -> backup.directory("a").hardlink("b", "a")),
                row(
                        "a hard link to what comes later",
                        "which is no file before it",
                        backup -> backup.hardlink("b", "a").file("a", 0644, "x")),
                row(
                        "a device in the index",
                        "no entry of type [device]",
                        backup -> backup.indexed("config", "a", "device", 0644, 0, "", "")),
                row(
                        "more than its pack can hold",
                        "cannot hold the",
                        backup -> backup.indexed("config", "a", "file", 0644, 100 << 20, "", HostileBackup.hash("x"))),
                row(
                        "more than any pack can hold",
                        "that a pack can have",
                        backup -> backup.indexed(
                                "config", "a", "file", 0644, Long.MAX_VALUE, "", HostileBackup.hash("x"))));
    }

    /** Refused for what is in the pack. */
    static Stream<Arguments> packs() {
        String other = "does not hold what the index says";
        return Stream.of(
                row(
                        "a device",
                        "holds something that is no file, directory or link",
                        backup -> indexed(backup).packed("config/a", TarConstants.LF_CHR, "", "")),
                row(
                        "a pipe",
                        "holds something that is no file, directory or link",
                        backup -> indexed(backup).packed("config/a", TarConstants.LF_FIFO, "", "")),
                row(
                        "another name",
                        other,
                        backup -> indexed(backup)
                                .packed("config/../../outside/planted", TarConstants.LF_NORMAL, "", "x")),
                row(
                        "a link for a file",
                        other,
                        backup -> indexed(backup).packed("config/a", TarConstants.LF_SYMLINK, OUT + "/secret", "")),
                row(
                        "a hard link for a file",
                        other,
                        backup -> indexed(backup).packed("config/a", TarConstants.LF_LINK, OUT + "/secret", "")),
                row(
                        "a link to elsewhere",
                        other,
                        backup -> backup.indexed("config", "a", "symlink", 0777, 0, "file", "")
                                .packed("config/a", TarConstants.LF_SYMLINK, OUT + "/secret", "")),
                row(
                        "another length",
                        other,
                        backup -> indexed(backup).packed("config/a", TarConstants.LF_NORMAL, "", "xx")),
                row(
                        "one more",
                        other,
                        backup -> backup.file("a", 0644, "x").packed("config/b", TarConstants.LF_NORMAL, "", "x")),
                row("one less", other, HostileBackupTest::indexed),
                row(
                        "a bomb behind the tar",
                        "unexpected content after the end of its tar",
                        backup -> backup.file("a", 0644, "x").behindTar(140 << 20)));
    }

    private static HostileBackup indexed(HostileBackup backup) {
        return backup.indexed("config", "a", "file", 0644, 1, "", HostileBackup.hash("x"));
    }

    private static Arguments row(String what, String message, Making making) {
        return Arguments.of(what, message, making);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indexes")
    void isRefusedBeforeAPackIsRead(String what, String message, Making making) throws Exception {
        making.of(new HostileBackup().directory("")).plant(gateway.memory, TestGateway.PASSWORD);
        assertRefused(message);
        assertThat(gateway.faults.calls())
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void isRefusedBeforeAnythingTakesEffect(String what, String message, Making making) throws Exception {
        making.of(new HostileBackup().directory("")).plant(gateway.memory, TestGateway.PASSWORD);
        assertRefused(message);
    }

    /** A restore without a plan does not trust the index; the password's owner made both. */
    @Test
    void planIsNotExecutedWithOtherContent() throws Exception {
        indexed(new HostileBackup().directory(""))
                .packed("config/a", TarConstants.LF_NORMAL, "", "y")
                .plant(gateway.memory, TestGateway.PASSWORD);
        RestorePlan plan = gateway.plan(RestoreSelection.of(List.of("config"), List.of()));
        assertThat(plan.executable()).isTrue();
        Job restore = gateway.restore(plan);
        assertThat(restore.state()).isEqualTo(JobState.ERROR);
        assertThat(restore.message()).contains("holds other content than the index says");
        assertThat(gateway.root.resolve("config/file")).hasContent("the present state");
    }

    /** Byte 24 is the number of passes, 25 of lanes, 26 the power of two of KiB. */
    @ParameterizedTest
    @CsvSource({"24,255,passes [255]", "25,200,lanes [200]", "26,31,memory exponent [31]"})
    void excessiveKeyDerivationCostIsRejectedAtOnce(int offset, int value, String message) throws Exception {
        new HostileBackup().directory("").plant(gateway.memory, TestGateway.PASSWORD);
        Map<String, byte[]> objects = gateway.memory.objects();
        String place = "backups/" + HostileBackup.NAME + "/";
        byte[] index = objects.get(place + StoredObject.INDEX_NAME);
        index[offset] = (byte) value;
        byte[] pack = objects.get(place + StoredObject.packName(0));
        Manifest manifest = Manifest.parse(objects.get(place + Manifest.NAME));
        HostileBackup.plant(
                gateway.memory,
                new Manifest(
                        Manifest.FORMAT_VERSION,
                        manifest.identity(),
                        manifest.finished(),
                        manifest.sections(),
                        List.of(manifest.objects().get(0), HostileBackup.describe(StoredObject.INDEX_NAME, index))),
                pack,
                index);
        assertRefused(message);
    }

    @Test
    void laterIndexFormatIsRejected() throws Exception {
        new HostileBackup().formatVersion(2).directory("").plant(gateway.memory, TestGateway.PASSWORD);
        assertRefused("cannot be restored by this version of the gateway");
    }

    @Test
    void validBackupOfTheSameConstructionIsRestored() throws Exception {
        new HostileBackup()
                .directory("")
                .directory("d")
                .file("d/f", 0644, "x")
                .hardlink("d/h", "d/f")
                .symlink("d/s", "f")
                .plant(gateway.memory, TestGateway.PASSWORD);
        assertThat(gateway.completedRestore().message()).isEmpty();
        assertThat(gateway.root.resolve("config/d/s")).hasContent("x");
        assertThat(gateway.root.resolve("config/file")).doesNotExist();
    }

    @Test
    void setIdBitsAreOmittedUnlessAllowed() throws Exception {
        gateway.section("config").forbidSetId();
        new HostileBackup()
                .directory("")
                .file("group", 02755, "x")
                .file("plain", 0755, "x")
                .file("root", 04755, "x")
                .indexed("config", "shared", "directory", 03775, 0, "", "")
                .packed("config/shared/", TarConstants.LF_DIR, "", "")
                .file("sticky", 01644, "x")
                .plant(gateway.memory, TestGateway.PASSWORD);
        String message = gateway.completedRestore().message();
        assertThat(message)
                .startsWith("The set-user-id and set-group-id bits or the capabilities of 2 files were not restored")
                .hasLineCount(1);
        assertThat(mode("root")).isEqualTo(0755);
        assertThat(mode("group")).isEqualTo(0755);
        assertThat(mode("plain")).isEqualTo(0755);
        assertThat(mode("sticky")).isEqualTo(01644);
        assertThat(mode("shared")).isEqualTo(03775);
    }

    @Test
    void setIdBitsAreRestoredIfAllowed() throws Exception {
        new HostileBackup().directory("").file("root", 06755, "x").plant(gateway.memory, TestGateway.PASSWORD);
        assertThat(gateway.completedRestore().message()).isEmpty();
        assertThat(mode("root")).isEqualTo(06755);
    }

    private int mode(String path) throws IOException {
        return (Integer) Files.getAttribute(
                        gateway.root.resolve("config").resolve(path), "unix:mode", LinkOption.NOFOLLOW_LINKS)
                & 07777;
    }

    /** Links to elsewhere are a gateway's own business: they come back as they were, and what they lead to is not touched. */
    @Test
    void linkToTheOutsideIsRestoredAndNotFollowed() throws Exception {
        SortedMap<String, String> before = TreeState.of(outside);
        new HostileBackup()
                .directory("")
                .symlink("a", outside.toString())
                .symlink("b", OUT + "/secret")
                .symlink("c", OUT + "/none")
                .plant(gateway.memory, TestGateway.PASSWORD);
        assertThat(gateway.completedRestore().message()).isEmpty();
        assertThat(Files.readSymbolicLink(gateway.root.resolve("config/a"))).isEqualTo(outside);
        gateway.completedRestore();
        assertThat(TreeState.of(outside)).isEqualTo(before);
    }

    /** Entries in the order of a walk, as in every index. */
    private static HostileBackup linked(String path, String target) throws IOException {
        HostileBackup backup = new HostileBackup().directory("");
        return path.startsWith("d/")
                ? backup.directory("d").symlink(path, target)
                : backup.symlink(path, target).directory("d");
    }

    @ParameterizedTest
    @CsvSource({
        "a,/etc/passwd",
        "a,..",
        "a,../outside",
        "d/a,../../outside",
        "a,d/../../outside",
        "a,d/..",
        "d/a,x/../y",
        "d/a,./../..",
        "a,//etc"
    })
    void linkToTheOutsideIsRejectedIfForbidden(String path, String target) throws Exception {
        gateway.section("config").forbidLinksOut();
        linked(path, target).plant(gateway.memory, TestGateway.PASSWORD);
        assertRefused("config/" + path + " is a symbolic link that leads out of its section, to " + target + ", ");
        assertThat(gateway.faults.calls())
                .noneMatch(made -> made.call() == Call.READ && made.name().contains("packs"));
    }

    @ParameterizedTest
    @CsvSource({"a,d", "a,d/f", "a,.", "d/a,..", "d/a,../x/y", "d/a,.././x//y/", "a,...", "a,..x"})
    void linkToTheInsideIsRestored(String path, String target) throws Exception {
        gateway.section("config").forbidLinksOut();
        linked(path, target).plant(gateway.memory, TestGateway.PASSWORD);
        gateway.completedRestore();
        assertThat(Files.readSymbolicLink(gateway.root.resolve("config").resolve(path)))
                .hasToString(target);
    }

    @Test
    void namesCannotForgeAMessage() throws Exception {
        gateway.memory.plant("backups/x\nThe restore is fine\u001b[2J\u202e", new byte[1]);
        new HostileBackup().directory("").host("evil\r\nAll is well\u0007").plant(gateway.memory, TestGateway.PASSWORD);
        String message = gateway.completedRestore().message();
        assertThat(message)
                .hasLineCount(2)
                .contains(
                        "x?The restore is fine?[2J?",
                        "was taken by the gateway evil??All is well?, and this one is testhost")
                .doesNotContain("\r", "\u001b", "\u0007", "\u202e");
    }

    /** A server that gives more than it says it holds. */
    @ParameterizedTest
    @CsvSource({"manifest.json,manifest.json in", "index.json.zst.pgp,the index is longer than the ["})
    void endlessObjectIsAbandoned(String object, String message) throws Exception {
        gateway.close();
        try (TestGateway served = new TestGateway(directory.resolve("served"))
                .transport(new EndlessTransport(gateway.memory, object))
                .start()) {
            new HostileBackup().directory("").plant(gateway.memory, TestGateway.PASSWORD);
            Job restore = served.restore();
            assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
            assertThat(restore.message()).contains(message);
        }
    }

    private void assertRefused(String message) throws Exception {
        SortedMap<String, String> before = gateway.tree();
        SortedMap<String, String> around = around();
        Job restore = gateway.restore();
        assertThat(restore.state()).as(restore.message()).isEqualTo(JobState.ERROR);
        assertThat(restore.message())
                .contains(message)
                .doesNotContain("Exception", "java.", "\0")
                .hasLineCount(1);
        assertThat((Map<String, String>) gateway.tree()).isEqualTo(before);
        assertThat((Map<String, String>) around()).isEqualTo(around);
        assertThat(gateway.state.resolve("restore.journal")).doesNotExist();
        assertThat(gateway.section("config").activations()).isZero();
    }

    /** Everything beside the gateway's tree, and the names in it, where a restore stages; the state folder has the jobs' records. */
    private SortedMap<String, String> around() throws IOException {
        SortedMap<String, String> around = new TreeMap<>(TreeState.of(outside));
        for (Path place : new Path[] {directory, gateway.root}) {
            try (Stream<Path> names = Files.list(place)) {
                names.forEach(name -> around.put(name.toString(), "there"));
            }
        }
        return around;
    }

    /** Serves what another store has, and one object without an end. */
    private record EndlessTransport(TransportProvider store, String object) implements TransportProvider {

        @Override
        public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
            return store.complete(target, withPassword);
        }

        @Override
        public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
            TransportSession session = store.open(target, password);
            return (TransportSession) Proxy.newProxyInstance(
                    TransportSession.class.getClassLoader(),
                    new Class<?>[] {TransportSession.class},
                    (proxy, method, arguments) -> {
                        try {
                            Object given = method.invoke(session, arguments);
                            return method.getName().equals("read")
                                            && arguments[0].toString().endsWith(object)
                                    ? endless((InputStream) given)
                                    : given;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static InputStream endless(InputStream given) {
            return new SequenceInputStream(given, new FilterInputStream(InputStream.nullInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) {
                    return length;
                }

                @Override
                public int read() {
                    return ' ';
                }
            });
        }
    }
}
