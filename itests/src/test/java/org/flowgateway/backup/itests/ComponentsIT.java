package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.BeforeClass;
import org.junit.Test;

/** List of components (CycloneDX) in the archive, compared with the jars in the same archive, and with what must not be among them. */
public class ComponentsIT {

    /** Components inside of jars of ours, so without a jar in the archive. */
    private static final Pattern INSIDE_OF_OURS = Pattern.compile(
            "(software\\.amazon\\.awssdk|org\\.apache\\.httpcomponents\\..*|org\\.reactivestreams|org\\.junit\\..*|org\\.opentest4j|org\\.assertj|"
                    + "org\\.apache\\.logging\\.log4j):.*");
    /** Karaf as one component, since some of its jars have no available POM; with its own JAXB API, an earlier version than the product's. */
    private static final String KARAF = "org.apache.karaf:apache-karaf";

    private static final Pattern JAR_OF_KARAF = Pattern.compile(
            ".*/(org\\.apache\\.karaf\\.[^/]+-[0-9.]+|lib/jdk9plus/jakarta\\.xml\\.bind-api-2[0-9.]+)\\.jar");

    private static Path home;
    private static JsonNode components;

    @BeforeClass
    public static void unpack() throws IOException {
        home = GatewayProcess.unpack("gateway-backup.tar.gz", "components").home();
        components = new ObjectMapper()
                .readTree(home.resolve("gateway-backup.cdx.json").toFile())
                .get("components");
    }

    @Test
    public void everyJarIsListedWithItsHash() throws IOException {
        Map<String, String> listed =
                components().collect(Collectors.toMap(ComponentsIT::sha256, ComponentsIT::name, (a, b) -> a));
        Set<String> unlisted = new TreeSet<>();
        Set<String> unseen = new TreeSet<>(listed.values());
        for (Path jar : jars()) {
            String name = listed.get(sha256(jar));
            if (name != null) {
                unseen.remove(name);
            } else if (JAR_OF_KARAF.matcher(jar.toString()).matches()) {
                unseen.remove(KARAF);
            } else {
                unlisted.add(home.relativize(jar).toString());
            }
        }
        assertEquals(Set.of(), unlisted);
        unseen.removeIf(name -> INSIDE_OF_OURS.matcher(name).matches());
        assertEquals(Set.of(), unseen);
    }

    @Test
    public void everyLibraryIsThereOnce() {
        Map<String, Set<String>> versions = new TreeMap<>();
        components()
                .forEach(component -> versions.computeIfAbsent(name(component), name -> new TreeSet<>())
                        .add(component.get("version").textValue()));
        versions.values().removeIf(found -> found.size() == 1);
        assertEquals(Map.of(), versions);
    }

    @Test
    public void everythingOfOthersHasALicence() throws IOException {
        List<String> without = components()
                .filter(component -> !component.get("group").textValue().equals("org.flowgateway.backup"))
                .filter(component -> component.path("licenses").isEmpty())
                .map(ComponentsIT::name)
                .toList();
        assertEquals(List.of(), without);
        assertTrue(Files.readString(home.resolve("THIRD-PARTY.txt")).contains("org.eclipse.jetty:jetty-server:"));
    }

    @Test
    public void whatTheDefaultStartDoesNotUseIsNotThere() throws IOException {
        String names = String.join(
                "\n",
                jars().stream().map(jar -> home.relativize(jar).toString()).toList());
        for (String unused : List.of(
                "groovy",
                "webconsole",
                "logback",
                "org.eclipse.osgi/",
                "deployer.wrap",
                "blueprint",
                "jmx",
                "management.server")) {
            assertTrue(unused, !names.contains(unused));
        }
        try (Stream<Path> files = Files.list(home.resolve("bin"))) {
            assertEquals(
                    List.of(),
                    files.map(Path::toString)
                            .filter(file -> file.endsWith(".bat") || file.endsWith("contrib"))
                            .toList());
        }
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<JsonNode> components() {
        return StreamSupport.stream(components.spliterator(), false);
    }

    private static String name(JsonNode component) {
        return component.get("group").textValue() + ":" + component.get("name").textValue();
    }

    private static String sha256(JsonNode component) {
        return StreamSupport.stream(component.get("hashes").spliterator(), false)
                .filter(hash -> hash.get("alg").textValue().equals("SHA-256"))
                .map(hash -> hash.get("content").textValue())
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
