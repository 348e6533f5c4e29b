package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.index.SealedIndex;
import org.flowgateway.backup.archive.pack.PackBuffer;
import org.flowgateway.backup.archive.pack.PackBuilder;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup whose packs hold members in another order than the index is planned and restored like any other. */
class SubstitutedIndexTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");
    private static final BackupIdentity IDENTITY = new BackupIdentity(
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "20260227_1546",
            Instant.parse("2026-02-27T15:46:00Z"),
            "test-gateway",
            "1.0.0",
            "testhost");

    @TempDir
    private Path directory;

    @Test
    void membersInAnyOrderAreComparedAndRestored() throws Exception {
        try (TestGateway gateway = new TestGateway(directory).start()) {
            store(gateway);
            gateway.write("config/z/file", "present");
            gateway.write("config/stranger", "present");
            RestoreSelection selection = RestoreSelection.of(List.of("config"), List.of());
            RestorePlan plan = gateway.plan(selection);
            assertThat(RestorePlanTest.changes(plan))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "config", "CHANGED DIRECTORY 0 0 " + rootDiffers(gateway),
                            "config/c further name", "ADDED FILE 0 9 []",
                            "config/b", "ADDED FILE 0 9 []",
                            "config/stranger", "REMOVED FILE 7 0 []",
                            "config/z", "CHANGED DIRECTORY 0 0 [TIME]",
                            "config/z/file", "CHANGED FILE 7 9 [CONTENT, MODE, TIME]"));
            assertThat(gateway.restore(plan).state()).isEqualTo(JobState.COMPLETED);
            assertThat(gateway.root.resolve("config/c further name")).hasContent("backed up");
            assertThat(RestorePlanTest.changes(gateway.plan(selection))).isEmpty();
        }
    }

    private static String rootDiffers(TestGateway gateway) throws IOException {
        boolean mode = (Integer.valueOf(0755))
                .equals((Integer) Files.getAttribute(gateway.root.resolve("config"), "unix:mode") & 07777);
        return mode ? "[TIME]" : "[MODE, TIME]";
    }

    private static void store(TestGateway gateway) throws IOException {
        int uid = (Integer) Files.getAttribute(gateway.root, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        int gid = (Integer) Files.getAttribute(gateway.root, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        byte[] content = "backed up".getBytes(StandardCharsets.UTF_8);
        try (ArchiveCipher cipher = ArchiveCipher.forSealing(TestGateway.PASSWORD.toCharArray())) {
            IndexWriter index = new IndexWriter();
            PackBuilder pack = new PackBuilder(1 << 20);
            pack.reset(0);
            pack.add(entry("", Entry.Type.DIRECTORY, 0755, 0, "", uid, gid));
            pack.add(entry("z", Entry.Type.DIRECTORY, 0755, 0, "", uid, gid));
            for (String path : List.of("z/file", "b")) {
                pack.begin(entry(path, Entry.Type.FILE, 0600, content.length, "", uid, gid), 0, content.length)
                        .put(content);
                pack.end(true);
            }
            pack.add(entry("c further name", Entry.Type.HARDLINK, 0600, 0, "b", uid, gid));
            SealedPack sealed = pack.seal(cipher, 1, new PackBuffer());
            plant(gateway, sealed.object().name(), sealed.open());
            index.add(sealed.object(), sealed.lines());
            List<SectionSummary> sections = List.of(new SectionSummary(
                    "config", "The config", true, false, 1, index.entries("config"), index.bytes("config")));
            SealedIndex last = index.finish(IDENTITY, cipher, 1, sections);
            plant(gateway, last.object().name(), last.open());
            List<StoredObject> objects = new ArrayList<>(index.packs());
            objects.add(last.object());
            gateway.memory.plant(
                    "backups/20260227_1546/manifest.json",
                    new Manifest(Manifest.FORMAT_VERSION, IDENTITY, TIME, sections, objects).toJson());
        }
    }

    private static Entry entry(String path, Entry.Type type, int mode, int size, String target, int uid, int gid) {
        return new Entry("config", path, type, mode, uid, gid, "", "", size, TIME, target);
    }

    private static void plant(TestGateway gateway, String name, InputStream content) throws IOException {
        try (content) {
            gateway.memory.plant("backups/20260227_1546/" + name, content.readAllBytes());
        }
    }
}
