package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Backup and restore of a gateway over REST, with its own directory as the target. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BackupRestoreIT {

    private GatewayFolder folder;
    private JobClient jobs;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(BackupRestoreIT.class);
    }

    /** Creates the whole tree without backups before each test. */
    @Before
    public void freshTree() {
        folder = GatewayContainer.folder();
        jobs = new JobClient(GatewayContainer.client().awaitReady());
        SampleTree.make(folder);
        SampleTree.delete(folder.backups());
    }

    @Test
    public void wholeTreeIsRestored() {
        SortedMap<String, String> before = TreeState.ofSections(folder);
        assertCompleted(jobs.backup());
        assertEquals("", jobs.running().get("message").textValue());
        SampleTree.damage(folder);
        assertNotEquals(before, TreeState.ofSections(folder));
        JsonNode restored = jobs.restore();
        assertCompleted(restored);
        assertEquals("", restored.get("message").textValue());
        TreeState.assertSame(before, TreeState.ofSections(folder));
        assertEquals(List.of("config", "vault"), TreeState.names(folder.gateway()));
    }

    @Test
    public void deletedTreeIsRestored() {
        SortedMap<String, String> before = TreeState.of(folder.config());
        assertCompleted(jobs.backup());
        SampleTree.delete(folder.gateway());
        assertCompleted(jobs.restore());
        TreeState.assertSame(before, TreeState.of(folder.config()));
        assertEquals(
                List.copyOf(SampleTree.VAULT).stream().sorted().toList(),
                TreeState.names(folder.gateway().resolve("vault")));
    }

    @Test
    public void aWrongPasswordChangesNothing() {
        assertCompleted(jobs.backup());
        SampleTree.damage(folder);
        assertRestoreFails("password", "security_pwd", "another password");
    }

    @Test
    public void aPasswordTypedOnAnotherKeyboardIsTheSame() {
        assertCompleted(jobs.backup("security_pwd", "\u00fcber-\u00e9"));
        assertCompleted(jobs.restore("security_pwd", "u\u0308ber-e\u0301"));
    }

    @Test
    public void noCertKeepsTheCurrentCertificates() throws IOException {
        assertCompleted(jobs.backup());
        SampleTree.damage(folder);
        Map<String, String> certificates = TreeState.of(folder.vault("certs"));
        assertCompleted(jobs.restore("no_cert", "true"));
        assertEquals(certificates, TreeState.of(folder.vault("certs")));
        for (String section : List.of("cloak_key", "snmp", "ntp")) {
            assertEquals(
                    "the secret of " + section + "\n",
                    Files.readString(folder.vault(section).resolve("secret.key")));
            assertEquals(List.of("secret.key"), TreeState.names(folder.vault(section)));
        }
        assertFalse(Files.exists(folder.config().resolve("flows/added.conf")));
        assertCompleted(jobs.restore("no_cert", "false"));
        assertEquals(List.of("secret.key"), TreeState.names(folder.vault("certs")));
    }

    @Test
    public void restoreIsPlannedInspectedAndExecutedAsPlanned() throws IOException {
        SortedMap<String, String> before = TreeState.ofSections(folder);
        assertCompleted(jobs.backup());
        SampleTree.damage(folder);
        SortedMap<String, String> broken = TreeState.ofSections(folder);
        JsonNode plan = jobs.plan(JobClient.request());
        assertCompleted(plan);
        assertTrue(plan.toString(), plan.get("executable").booleanValue());
        assertEquals(broken, TreeState.ofSections(folder));
        assertEquals("config", plan.get("sections").get(0).get("id").textValue());
        assertEquals(5, plan.get("sections").size());
        JsonNode changed = plan.get("sections").get(0).get("changed");
        assertTrue(
                plan.toString(),
                changed.get("count").longValue() > 1
                        && plan.get("sections")
                                        .get(0)
                                        .get("removed")
                                        .get("count")
                                        .longValue()
                                == 2);
        assertTrue(
                plan.toString(),
                plan.get("sections")
                        .get(1)
                        .get("entries")
                        .toString()
                        .contains("\"path\":\"certs/added.key\",\"kind\":\"removed\""));
        assertCompleted(jobs.restoreByPlan(plan.get("id").textValue()));
        TreeState.assertSame(before, TreeState.ofSections(folder));
        // The gateway has changed since the plan was made.
        assertError(
                jobs.restoreByPlan(plan.get("id").textValue()),
                "The gateway changed since " + plan.get("id").textValue() + " was made");
        JsonNode again = jobs.plan(JobClient.request());
        for (JsonNode section : again.get("sections")) {
            assertEquals(section.toString(), 0, section.get("entries").size());
        }
    }

    @Test
    public void oneDirectoryIsRestoredAndTheRestStays() throws IOException {
        assertCompleted(jobs.backup());
        SampleTree.damage(folder);
        Map<String, String> certificates = TreeState.of(folder.vault("certs"));
        JsonNode plan = jobs.plan("{\"hostname\":\"localhost\",\"security_pwd\":\"" + GatewayClient.SECURITY_PASSWORD
                + "\",\"paths\":[\"config/flows\"]}");
        assertEquals(plan.toString(), 1, plan.get("sections").size());
        assertCompleted(jobs.restoreByPlan(plan.get("id").textValue()));
        assertTrue(Files.exists(folder.config().resolve("flows/0100.conf")));
        assertFalse(Files.exists(folder.config().resolve("flows/added.conf")));
        assertTrue(Files.isDirectory(folder.config().resolve("default.conf/is a folder now")));
        assertEquals(certificates, TreeState.of(folder.vault("certs")));
    }

    @Test
    public void newestBackupIsRestoredAndAnOlderOneByName() throws IOException {
        Path version = folder.config().resolve("version");
        Files.writeString(version, "1");
        assertCompleted(jobs.backup());
        String first = jobs.lastSuccessful().get("subdir").textValue();
        Files.writeString(version, "2");
        assertCompleted(jobs.backup());
        String second = jobs.lastSuccessful().get("subdir").textValue();
        assertTrue(first + " before " + second, first.compareTo(second) < 0);
        // Only the manifests determine the newest backup.
        Files.setLastModifiedTime(Path.of(first), FileTime.from(Instant.now().plusSeconds(3600)));
        Files.writeString(version, "3");
        JsonNode newest = jobs.restore();
        assertCompleted(newest);
        assertEquals("2", Files.readString(version));
        assertEquals(second, newest.get("path").textValue());
        assertEquals(second, newest.get("subdir").textValue());
        JsonNode named = jobs.restore("path", first);
        assertCompleted(named);
        assertEquals("1", Files.readString(version));
        assertEquals(first, named.get("path").textValue());
    }

    @Test
    public void twoBackupsOfOneMinuteHaveTwoNamesInOrder() {
        assertCompleted(jobs.backup());
        assertCompleted(jobs.backup());
        assertCompleted(jobs.backup());
        List<String> names = TreeState.names(folder.backups());
        assertEquals(names.toString(), 3, names.size());
        assertTrue(jobs.lastSuccessful().get("subdir").textValue().endsWith("/" + names.get(2)));
        names.forEach(name -> assertTrue(name, name.matches("[0-9]{8}_[0-9]{4}([0-9]{2})?")));
    }

    @Test
    public void incompleteBackupIsIgnoredReportedAndKept() throws IOException {
        Files.createDirectories(folder.backups());
        Files.createDirectories(folder.backups().resolve("29991231_2359/packs"));
        Files.writeString(folder.backups().resolve("29991231_2359/packs/00000000.pack"), "half");
        Files.createDirectories(folder.backups().resolve("29991230_0000"));
        Files.createDirectories(folder.backups().resolve("holiday photos"));
        Files.writeString(folder.backups().resolve("notes.txt"), "notes");
        Files.createSymbolicLink(folder.backups().resolve("20000101_0000"), Path.of("/etc"));
        SortedMap<String, String> before = TreeState.of(folder.config());
        assertCompleted(jobs.backup());
        Path backup = Path.of(jobs.lastSuccessful().get("subdir").textValue());
        copy(backup, folder.backups().resolve("29991229_0000"));
        List<String> names = TreeState.names(folder.backups());
        SampleTree.damage(folder);
        JsonNode restored = jobs.restore();
        assertCompleted(restored);
        assertEquals(backup.toString(), restored.get("path").textValue());
        TreeState.assertSame(before, TreeState.of(folder.config()));
        String message = restored.get("message").textValue();
        for (String ignored :
                List.of("29991231_2359", "29991230_0000", "29991229_0000", "holiday photos", "notes.txt")) {
            assertTrue(message, message.contains(ignored));
        }
        assertEquals(names, TreeState.names(folder.backups()));
    }

    @Test
    public void aDirectoryWithoutABackupIsAnError() {
        assertRestoreFails("no complete backup");
    }

    @Test
    public void aMissingConfigurationFailsTheBackup() {
        SampleTree.delete(folder.config());
        assertError(jobs.backup(), folder.config().toString());
        assertEquals(List.of(), TreeState.names(folder.backups()));
    }

    @Test
    public void aMissingPartOfTheVaultFailsTheBackupThatKnewIt() {
        assertCompleted(jobs.backup());
        SampleTree.delete(folder.vault("snmp"));
        assertError(
                jobs.backup(),
                folder.vault("snmp").toString(),
                "was in an earlier backup",
                "set required = false in etc/org.flowgateway.backup.section-snmp.cfg");
    }

    @Test
    public void warningsOfABackupAreShownForTheLastSuccessfulOne() throws IOException {
        Path pipe = folder.config().resolve("pipe");
        SystemCommands.run("mkfifo", pipe.toString());
        JsonNode backup = jobs.backup();
        Files.delete(pipe);
        assertCompleted(backup);
        assertTrue(backup.toString(), backup.get("message").textValue().contains("config/pipe"));
        assertEquals(backup.get("message"), jobs.lastSuccessful().get("message"));
    }

    @Test
    public void aDamagedBackupIsRefusedAndTheTreeStays() throws IOException {
        assertCompleted(jobs.backup());
        Path backup = Path.of(jobs.lastSuccessful().get("subdir").textValue());
        SampleTree.damage(folder);
        for (Path object : objects(backup)) {
            byte[] whole = Files.readAllBytes(object);
            flipBit(object, whole.length / 2);
            assertRestoreFails(backup.getFileName().toString());
            Files.write(object, Arrays.copyOf(whole, whole.length - 1));
            assertRestoreFails(backup.getFileName().toString());
            Files.write(object, whole);
        }
        Path pack = objects(backup.resolve("packs")).get(0);
        Files.move(pack, backup.resolve("moved"));
        assertRestoreFails("missing");
        Files.move(backup.resolve("moved"), pack);
        assertCompleted(jobs.restore());
    }

    private void assertRestoreFails(String inMessage, String... request) {
        SortedMap<String, String> before = TreeState.ofSections(folder);
        JsonNode ended = jobs.restore(request);
        assertError(ended, inMessage);
        String message = ended.get("message").textValue();
        assertFalse(message, message.contains("Exception") || message.contains("org.") || message.contains("canary"));
        TreeState.assertSame(before, TreeState.ofSections(folder));
    }

    private static List<Path> objects(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void flipBit(Path file, long position) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.seek(position);
            int old = content.read();
            content.seek(position);
            content.write(old ^ 0x10);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
