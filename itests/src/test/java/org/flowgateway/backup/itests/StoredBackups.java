package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Backups on a server's disk. */
final class StoredBackups {

    private StoredBackups() {}

    /**
     * Fails if a job left anything incomplete, after the next job there: a restore, which must use the newest complete backup.
     *
     * @param disk directory of the target on this machine
     * @return the names of the backups that are there
     */
    static List<String> assertNothingHalfMade(JobClient jobs, SftpTarget target, Path disk) {
        JsonNode restored = jobs.restore(target.request());
        List<String> names = assertWhole(disk);
        if (names.isEmpty()) {
            assertError(restored, "There is no complete backup in " + target.path());
        } else {
            assertCompleted(restored);
            assertEquals(
                    target.path() + "/" + names.get(names.size() - 1),
                    restored.get("path").textValue());
            assertEquals("", restored.get("message").textValue());
        }
        return names;
    }

    /** Fails if there is anything but complete backups; returns their names, in order. */
    static List<String> assertWhole(Path directory) {
        List<String> names = TreeState.names(directory);
        names.forEach(name -> assertWholeBackup(directory.resolve(name)));
        return names;
    }

    /** Checks that every object of the manifest exists as listed, and nothing else. */
    private static void assertWholeBackup(Path backup) {
        Set<String> expected = new TreeSet<>(Set.of("manifest.json"));
        try (Stream<Path> paths = Files.walk(backup)) {
            Set<String> found = paths.filter(path -> !Files.isDirectory(path))
                    .map(path -> backup.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!found.contains("manifest.json")) {
                throw new AssertionError(backup + " is half-made, with " + found);
            }
            JsonNode manifest = GatewayClient.parse(Files.readString(backup.resolve("manifest.json")));
            assertEquals(
                    backup.getFileName().toString(), manifest.get("directory").textValue());
            for (JsonNode object : manifest.get("objects")) {
                String name = object.get("name").textValue();
                expected.add(name);
                assertEquals(
                        backup + "/" + name, object.get("sha256").textValue(), TreeState.sha256(backup.resolve(name)));
            }
            assertEquals(backup.toString(), expected, found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
