package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.BeforeClass;
import org.junit.Test;

/** Imports and exports of the bundles in the delivered KAR. */
public class BundleManifestsIT {

    private static final String OURS = "org.flowgateway.backup.";

    private static final Map<String, Manifest> BUNDLES = new TreeMap<>();

    @BeforeClass
    public static void read() throws IOException {
        try (JarFile kar = new JarFile(Path.of(System.getProperty("itests.target"), "tested/gateway-backup.kar")
                .toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) kar.stream()::iterator) {
                if (entry.getName().startsWith("repository/org/flowgateway/")
                        && entry.getName().endsWith(".jar")) {
                    try (InputStream content = kar.getInputStream(entry);
                            JarInputStream jar = new JarInputStream(content)) {
                        BUNDLES.put(
                                entry.getName().replaceAll("^repository/org/flowgateway/backup/([^/]+)/.*$", "$1"),
                                jar.getManifest());
                    }
                }
            }
        }
    }

    @Test
    public void deliveredBundlesAreTheExpectedOnes() {
        assertEquals(
                Set.of(
                        "access",
                        "api",
                        "archive",
                        "certify",
                        "core",
                        "rest",
                        "sections",
                        "shell",
                        "transport-local",
                        "transport-s3",
                        "transport-sftp",
                        "tree"),
                BUNDLES.keySet());
        BUNDLES.forEach((name, manifest) -> assertEquals(OURS + name, header(name, "Bundle-SymbolicName")));
    }

    @Test
    public void testsAreNotDelivered() {
        String names = SystemCommands.run(
                "tar",
                "-tzf",
                Path.of(System.getProperty("itests.target"), "tested/gateway-backup.tar.gz")
                        .toString());
        for (String test : List.of("/tck/", "junit", "pax-exam", "assertj", "jqwik")) {
            assertEquals(
                    List.of(), names.lines().filter(name -> name.contains(test)).toList());
        }
    }

    @Test
    public void theCoreExportsNothingAndNobodyImportsIt() {
        assertEquals(Set.of(), packages("core", "Export-Package"));
        BUNDLES.keySet()
                .forEach(name ->
                        assertEquals(name, Set.of(), starting(packages(name, "Import-Package"), OURS + "core")));
    }

    @Test
    public void theInterfaceOfOtherBundlesNeedsNothingButJava() {
        Set<String> foreign = packages("api", "Import-Package").stream()
                .filter(imported -> !imported.startsWith("java.") && !imported.startsWith(OURS))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), foreign);
    }

    @Test
    public void bouncyCastleStaysInArchiveAndAccess() {
        Set<String> users = BUNDLES.keySet().stream()
                .filter(name -> !starting(packages(name, "Import-Package"), "org.bouncycastle")
                        .isEmpty())
                .collect(Collectors.toSet());
        assertEquals(Set.of("archive", "access"), users);
    }

    @Test
    public void systemCallsStayInTheTrees() {
        Set<String> users = BUNDLES.keySet().stream()
                .filter(name -> !starting(packages(name, "Import-Package"), "com.sun.jna")
                        .isEmpty())
                .collect(Collectors.toSet());
        assertEquals(Set.of("tree"), users);
        assertEquals(
                Set.of(OURS + "spi.readiness", OURS + "api.message"),
                starting(packages("tree", "Import-Package"), OURS).stream()
                        .filter(name -> !name.equals(OURS + "tree"))
                        .collect(Collectors.toSet()));
    }

    @Test
    public void treesAreForTheCoreAndTheLocalTransport() {
        Set<String> users = BUNDLES.keySet().stream()
                .filter(name -> packages(name, "Import-Package").contains(OURS + "tree"))
                .filter(name -> !name.equals("tree"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("core", "transport-local"), users);
    }

    @Test
    public void theClientOfS3StaysInsideOfItsTransport() {
        Set<String> foreign = packages("transport-s3", "Import-Package").stream()
                .filter(
                        imported -> !imported.matches(
                                "(java|javax)\\..*|jdk\\.net|org\\.ietf\\.jgss|org\\.slf4j(\\..*)?|org\\.flowgateway\\.backup\\.(api(\\.message)?|spi\\.(transport|readiness))"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), foreign);
    }

    @Test
    public void everyExportHasAVersion() {
        BUNDLES.keySet()
                .forEach(name -> clauses(header(name, "Export-Package"))
                        .forEach(clause ->
                                assertTrue(name + ": " + clause, clause.matches(".*;version=\"[1-9][0-9.]*\".*"))));
    }

    @Test
    public void onlyTheInterfaceTheFormatAndTheTreesAreForOthers() {
        Set<String> exporters = BUNDLES.keySet().stream()
                .filter(name -> !packages(name, "Export-Package").isEmpty())
                .collect(Collectors.toSet());
        assertEquals(Set.of("api", "archive", "tree"), exporters);
    }

    @Test
    public void theFormatShowsWhatTheCoreUses() {
        assertEquals(
                starting(packages("core", "Import-Package"), OURS + "archive"), packages("archive", "Export-Package"));
    }

    private static String header(String bundle, String name) {
        String value = BUNDLES.get(bundle).getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    private static Set<String> packages(String bundle, String header) {
        return clauses(header(bundle, header)).stream()
                .map(clause -> clause.replaceAll(";.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the clauses of a header: commas within quotes do not end one. */
    private static List<String> clauses(String header) {
        return header.isEmpty() ? List.of() : Arrays.asList(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", 0));
    }

    private static Set<String> starting(Set<String> names, String with) {
        return names.stream().filter(name -> name.startsWith(with)).collect(Collectors.toCollection(TreeSet::new));
    }
}
