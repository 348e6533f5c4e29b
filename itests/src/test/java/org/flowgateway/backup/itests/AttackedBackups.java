package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Backups, each in its own directory, of a tree whose files contain only zeros. Files outside have another size and are incompressible: the
 * manifest shows the first and the packs' length the second, so that each backup can be checked without opening it.
 */
final class AttackedBackups {

    /** Bytes of each file in the tree. */
    static final int FILE_BYTES = 1 << 16;
    /** Bytes of each file outside. */
    static final int OUTSIDE_BYTES = 70_001;
    /** Upper limit for the packs of a backup of zeros; a backup with any outside file has far more. */
    private static final int MAX_PACK_BYTES = 16 << 10;
    /** One of so many backups is opened as well. */
    private static final int SAMPLE = 20;

    private final GatewayFolder folder;
    private final JobClient jobs;
    private final String name;
    private final List<Path> completed = new ArrayList<>();
    private final List<String> leaks = new ArrayList<>();
    private int withFiles;

    AttackedBackups(GatewayFolder folder, JobClient jobs, String name) {
        this.folder = folder;
        this.jobs = jobs;
        this.name = name;
    }

    int completed() {
        return completed.size();
    }

    /** Returns the number of completed backups that contain files with content. */
    int withFiles() {
        return withFiles;
    }

    /**
     * Makes backups.
     *
     * @param named text in the message of each backup that is not completed: the error names what could not be read
     */
    void make(int rounds, String named) throws IOException {
        for (int round = 0; round < rounds; round++) {
            Path place = folder.backups().resolve(name + "-" + round);
            JsonNode ended = jobs.backup("path", place.toString());
            if (ended.get("status").textValue().equals("COMPLETED")) {
                completed.add(place);
                inspect(place, ended);
            } else {
                assertError(ended, named);
                assertEquals(List.of(), TreeState.names(place));
            }
        }
    }

    private void inspect(Path place, JsonNode ended) throws IOException {
        Path backup = place.resolve(TreeState.names(place).get(0));
        JsonNode manifest = GatewayClient.parse(Files.readString(backup.resolve("manifest.json")));
        long bytes = 0;
        for (JsonNode section : manifest.get("sections")) {
            bytes += section.get("bytes").longValue();
        }
        long packed = 0;
        for (String pack : TreeState.names(backup.resolve("packs"))) {
            packed += Files.size(backup.resolve("packs").resolve(pack));
        }
        withFiles += bytes > 0 ? 1 : 0;
        if (bytes % FILE_BYTES != 0 || packed > MAX_PACK_BYTES) {
            leaks.add(
                    place.getFileName() + ": " + packed + " bytes in packs, of files of " + bytes + " bytes: " + ended);
        }
    }

    /** Fails if a backup contains anything from outside. Some backups are restored for the check, after the attack. */
    void assertClean() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < completed.size(); i++) {
            Path place = completed.get(i);
            if (i % SAMPLE == 0 || !leaks.isEmpty() && leaks.get(0).startsWith(place.getFileName() + ":")) {
                assertCompleted(jobs.restore("path", place.toString()));
                GatewayProcess.holding(folder.gateway(), OutsideDirectory.CANARY)
                        .forEach(file -> found.add(place.getFileName() + " " + file));
                TreeState.of(folder.gateway()).keySet().stream()
                        .filter(file -> file.endsWith(OutsideDirectory.ONLY_HERE))
                        .forEach(file -> found.add(place.getFileName() + " " + file));
            }
        }
        assertEquals(
                "Backups that hold something from outside: " + leaks.size() + " of " + completed.size()
                        + ". Files of it, in a sample of" + " them: " + found.size() + ". The first ones:",
                List.of(),
                first(leaks));
        assertEquals(List.of(), first(found));
    }

    private static List<String> first(List<String> all) {
        return all.subList(0, Math.min(3, all.size()));
    }
}
