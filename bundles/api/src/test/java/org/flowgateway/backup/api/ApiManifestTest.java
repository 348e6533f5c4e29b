package org.flowgateway.backup.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Requirements of the API on its users, from its bundle's manifest: nothing but Java. */
class ApiManifestTest {

    private static final Set<String> PACKAGES = Set.of(
            "org.flowgateway.backup.api",
            "org.flowgateway.backup.api.message",
            "org.flowgateway.backup.spi.readiness",
            "org.flowgateway.backup.spi.section",
            "org.flowgateway.backup.spi.transport");
    private static final Pattern COMMA_OUTSIDE_QUOTES = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    @Test
    void importsNothingButJavaAndItself() throws Exception {
        Set<String> imported = packages("Import-Package");
        imported.removeIf(name -> name.startsWith("java."));
        imported.removeAll(PACKAGES);
        assertEquals(Set.of(), imported);
    }

    @Test
    void exportsFivePackages() throws Exception {
        assertEquals(PACKAGES, packages("Export-Package"));
    }

    private static Set<String> packages(String header) throws IOException {
        try (InputStream file = Files.newInputStream(Path.of("target/classes/META-INF/MANIFEST.MF"))) {
            return COMMA_OUTSIDE_QUOTES
                    .splitAsStream(new Manifest(file).getMainAttributes().getValue(header))
                    .map(clause -> clause.replaceFirst(";.*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
