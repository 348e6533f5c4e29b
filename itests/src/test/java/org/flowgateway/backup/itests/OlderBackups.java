package org.flowgateway.backup.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Backups of the past, one a minute: complete as far as can be verified without the password. */
final class OlderBackups {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd_HHmm").withZone(ZoneOffset.UTC);
    private static final String OBJECT = """
            {"name":"%s","length":%d,"sha256":"%s"}""";
    private static final String MANIFEST = """
            {"formatVersion":1,"id":"%s","directory":"%s","started":"%s","product":"flow-gateway","productVersion":"1.0.0","host":"gateway",\
            "finished":"%s","sections":[],"objects":[%s,%s]}""";

    private OlderBackups() {}

    /** Creates backups, the newest of them a day old. */
    static void make(Path directory, int count) throws IOException {
        Instant newest = Instant.now().minus(Duration.ofDays(1));
        for (int i = 0; i < count; i++) {
            make(directory, newest.minus(Duration.ofMinutes(i)));
        }
    }

    private static void make(Path directory, Instant started) throws IOException {
        String name = NAME.format(started);
        Path backup = Files.createDirectory(directory.resolve(name));
        Files.createDirectory(backup.resolve("packs"));
        Files.writeString(
                backup.resolve("manifest.json"),
                MANIFEST.formatted(
                        UUID.randomUUID(),
                        name,
                        started,
                        started,
                        object(backup, "packs/000000.tar.zst.pgp"),
                        object(backup, "index.json.zst.pgp")));
    }

    private static String object(Path backup, String name) throws IOException {
        Path object = Files.writeString(backup.resolve(name), "sealed");
        return OBJECT.formatted(name, Files.size(object), TreeState.sha256(object));
    }
}
