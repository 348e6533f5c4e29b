package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Attack by another local user, who swaps directories in a tree, or above it, with links to a directory of root, while a gateway works there as
 * root. Whatever the result of the jobs: nothing outside of the sections is read, written or deleted.
 */
public class TreeAttackIT {

    private static final int ROUNDS = TestForm.rounds(40, 200);
    private static final int MANY_SWAPS = 10 * ROUNDS;
    private static final int FILES = 8;
    private static final String STAGED = "^\\.config\\.restore-.*\\.restored$";
    private static final String BEFORE = "^\\.config\\.restore-.*\\.before$";

    private static AttackedGateway gateway;
    private static GatewayFolder folder;
    private static Path refusal;
    private static JobClient jobs;

    @BeforeClass
    public static void start() throws IOException {
        gateway = AttackedGateway.unpack("attacked");
        folder = gateway.folder();
        refusal = folder.path().resolve("refusal");
        Path program = gateway.program("deactivate", "test ! -e " + refusal);
        Files.writeString(
                gateway.settings("config"), "deactivate-command = " + program + "\n", StandardOpenOption.APPEND);
        jobs = gateway.start();
    }

    @AfterClass
    public static void end() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Before
    public void makeTree() throws IOException {
        gateway.makeTree();
    }

    @Test
    public void aBackupReadsNothingOutside() throws IOException {
        AttackedBackups backups = backUp("optional", ROUNDS, folder.config(), FILES, 100);
        assertTrue("Completed: " + backups.completed(), backups.completed() > ROUNDS / 2);
    }

    /** Attack with short-lived states, which some backups see completely. These are completed, even where unreadable content is an error. */
    @Test
    public void aBackupOfARequiredSectionReadsNothingOutside() throws IOException {
        backUp("required", ROUNDS / 2, gateway.strict(), 1, 2000);
    }

    private static AttackedBackups backUp(String name, int rounds, Path section, int files, int mostMicros)
            throws IOException {
        AttackedGateway.makeSpool(
                section, gateway.outside(files, AttackedBackups.OUTSIDE_BYTES), files, AttackedBackups.FILE_BYTES);
        AttackedBackups backups = new AttackedBackups(folder, jobs, name);
        long swaps;
        try (LocalAttacker attacker = LocalAttacker.flipping(section, mostMicros, "data", "link", "^spool$", ".")) {
            backups.make(rounds, "spool");
            swaps = attacker.count();
        }
        backups.assertClean();
        assertTrue("No backup holds the directory as it was", backups.withFiles() > 0);
        assertTrue("Swaps: " + swaps, swaps > MANY_SWAPS);
        return backups;
    }

    /** Attack on the names of the staged and the old state: the attacker owns the directory above the section. */
    @Test
    public void aRestoreWritesNothingOutside() throws IOException {
        OutsideDirectory outside = gateway.outside(FILES, 100);
        AttackedGateway.makeSpool(folder.config(), outside, FILES, 100);
        assertCompleted(jobs.backup());
        SystemCommands.run("chown", LocalAttacker.USER, folder.gateway().toString());
        AttackedRestores restores = new AttackedRestores(jobs, folder.gateway(), folder.config(), outside);
        long traps;
        try (LocalAttacker attacker =
                LocalAttacker.trapping(folder.gateway(), 30_000, STAGED + "|" + BEFORE, outside.directory(), "spool")) {
            restores.run(ROUNDS);
            traps = attacker.count();
        }
        assertTrue("Traps: " + traps + ", completed: " + restores.completed(), traps > ROUNDS / 4);
    }

    /** Attack on deletion: every second restore is completed and deletes the old state; the others fail after staging, which is deleted. */
    @Test
    public void aRestoreDeletesNothingOutside() throws IOException {
        OutsideDirectory outside = gateway.outside(200, 1);
        AttackedGateway.makeSpool(folder.config(), outside, 200, 1);
        SortedMap<String, String> restored = TreeState.of(folder.config());
        assertCompleted(jobs.backup());
        int completed = 0;
        long swaps;
        try (LocalAttacker attacker = LocalAttacker.flipping(
                folder.gateway(), 50, "data", "link", STAGED, "spool", BEFORE, "spool", "^config$", "spool")) {
            for (int round = 0; round < ROUNDS; round++) {
                if (round % 2 == 1) {
                    Files.createFile(refusal);
                }
                JsonNode ended = jobs.restore();
                Files.deleteIfExists(refusal);
                outside.assertUntouched("in round " + round + ": " + ended);
                completed += ended.get("status").textValue().equals("COMPLETED") ? 1 : 0;
            }
            swaps = attacker.count();
        }
        assertTrue("Swaps: " + swaps, swaps > MANY_SWAPS);
        assertTrue("Completed: " + completed, completed > ROUNDS / 4);
        assertCompleted(jobs.restore());
        TreeState.assertSame(restored, TreeState.of(folder.config()));
    }

    /**
     * Attack on the section's own name: the attacker owns the directory above the section. The attacker may choose the content of that name, but
     * root must not follow a link there to directories without access for the attacker.
     */
    @Test
    public void linkInPlaceOfASectionIsNotFollowed() throws IOException {
        OutsideDirectory outside = gateway.outside(FILES, AttackedBackups.OUTSIDE_BYTES);
        Files.write(folder.config().resolve("zeros"), new byte[AttackedBackups.FILE_BYTES]);
        assertCompleted(jobs.backup());
        SystemCommands.run(
                "cp",
                "-a",
                folder.config().toString(),
                folder.path().resolve("kept config").toString());
        reset(outside);
        AttackedBackups backups = new AttackedBackups(folder, jobs, "linked");
        long swaps;
        try (LocalAttacker attacker = LocalAttacker.flipping(folder.gateway(), 2000, "config", "link", "^\\.$", ".")) {
            backups.make(ROUNDS / 4, "config");
            for (int round = 0; round < ROUNDS / 4; round++) {
                JsonNode ended = jobs.restore();
                outside.assertUntouched("in round " + round + ": " + ended);
                attacker.pause();
                reset(outside);
                attacker.resume();
            }
            swaps = attacker.count();
        }
        reset(outside);
        backups.assertClean();
        assertTrue("Swaps: " + swaps, swaps > ROUNDS);
    }

    @Test
    public void aPlanWarnsOfADirectoryAboveASectionThatOthersMayWriteTo() {
        assertCompleted(jobs.backup());
        assertTrue(warningsOfAPlan(), !warningsOfAPlan().contains(folder.gateway() + " "));
        SystemCommands.run("chown", LocalAttacker.USER, folder.gateway().toString());
        assertTrue(warningsOfAPlan(), warningsOfAPlan().contains(folder.gateway() + " "));
    }

    private static String warningsOfAPlan() {
        return StreamSupport.stream(jobs.plan(JobClient.request()).get("checks").spliterator(), false)
                .filter(check -> check.get("result").textValue().equals("WARNING"))
                .map(check -> check.get("message").textValue())
                .collect(Collectors.joining("\n"));
    }

    private static void reset(OutsideDirectory outside) {
        SystemCommands.run(
                "sh",
                "-c",
                """
                cd "$0" && rm -rf --one-file-system .[!.]* config link && cp -a "../kept config" config && ln -s "$1" link && chown -h "$2" . link""",
                folder.gateway().toString(),
                outside.directory().toString(),
                LocalAttacker.USER);
    }

    /** Attack on the names of backups: the attacker owns their directory. */
    @Test
    public void aBackupStoresNothingOutside() throws IOException {
        OutsideDirectory outside = gateway.outside(FILES, 100);
        Path theirs = Files.createDirectories(folder.backups().resolve("theirs"));
        SystemCommands.run("chmod", "0755", folder.backups().toString()); // The attacker starts there.
        long swaps;
        try (LocalAttacker attacker =
                LocalAttacker.flipping(folder.backups(), 100, "^20[0-9]{6}_[0-9]{4,6}$", "link", "^theirs$", ".")) {
            for (int round = 0; round < ROUNDS / 4; round++) {
                attacker.pause();
                SystemCommands.run(
                        "sh",
                        "-c",
                        "rm -rf --one-file-system \"$0\" && mkdir \"$0\" && ln -sT \"$1\" \"$0/link\" && chown -hR \"$2\" \"$0\"",
                        theirs.toString(),
                        outside.directory().toString(),
                        LocalAttacker.USER);
                attacker.resume();
                JsonNode backup = jobs.backup("path", theirs.toString());
                outside.assertUntouched("in round " + round + ": " + backup);
            }
            swaps = attacker.count();
        }
        assertTrue("Swaps: " + swaps, swaps > ROUNDS);
    }
}
