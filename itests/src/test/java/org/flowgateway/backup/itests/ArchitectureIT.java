package org.flowgateway.backup.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** Dependencies between modules, libraries and packages, compared with the table in {@code docs/architecture.md}. */
public class ArchitectureIT {

    private static final String ROOT = "org.flowgateway.backup.";

    /** Packages of what the table's last column names. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("`java.*`", List.of()),
            Map.entry("none", List.of()),
            Map.entry("Bouncy Castle", List.of("org.bouncycastle.")),
            Map.entry("commons-compress", List.of("org.apache.commons.compress.")),
            Map.entry("zstd-jni", List.of("com.github.luben.zstd.")),
            Map.entry("Jackson", List.of("com.fasterxml.jackson.")),
            Map.entry("JSpecify", List.of("org.jspecify.annotations.")),
            Map.entry("JNA", List.of("com.sun.jna.")),
            Map.entry("slf4j", List.of("org.slf4j.")),
            Map.entry("OSGi services", List.of("org.osgi.")),
            Map.entry("Commons VFS", List.of("org.apache.commons.vfs2.")),
            Map.entry("jsch", List.of("com.jcraft.jsch.")),
            Map.entry("Amazon's S3 client", List.of("software.amazon.awssdk.")),
            Map.entry("Apache's HTTP client", List.of("org.apache.hc.")),
            Map.entry("Jakarta REST", List.of("jakarta.ws.rs.", "org.glassfish.jersey.")),
            Map.entry("Karaf's shell", List.of("org.apache.karaf.shell.")),
            Map.entry("Karaf's realms", List.of("org.apache.karaf.jaas.")),
            Map.entry("Jetty", List.of("org.eclipse.jetty.", "jakarta.servlet.")),
            Map.entry("JUnit", List.of("org.junit.", "org.opentest4j.")),
            Map.entry("AssertJ", List.of("org.assertj.")));

    /** Packages of a module's own, where they do not follow from its directory. */
    private static final Map<String, List<String>> PACKAGES = Map.of("api", List.of("api", "spi"));

    private final Path checkout = Path.of(System.getProperty("itests.target"))
            .toAbsolutePath()
            .getParent()
            .getParent();

    @Test
    public void everyModuleUsesWhatTheTableAllows() throws IOException {
        Map<String, Row> table = table();
        assertEquals("rows of the table, and modules", modules(), table.keySet());
        Set<String> violations = new TreeSet<>();
        for (Map.Entry<String, Row> row : table.entrySet()) {
            List<String> allowed = Stream.of(
                            Stream.of("java.", "javax."),
                            packages(row.getKey()).stream(),
                            row.getValue().ours().stream().flatMap(module -> packages(module).stream()),
                            row.getValue().libraries().stream()
                                    .flatMap(library ->
                                            Objects.requireNonNull(LIBRARIES.get(library), library).stream()))
                    .flatMap(each -> each)
                    .toList();
            for (JavaClass type : classes(row.getKey())) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .filter(used -> !used.isPrimitive())
                        .filter(used -> allowed.stream().noneMatch(used.getName()::startsWith))
                        // Annotations of OSGi are read by the build.
                        .filter(used -> !used.getName()
                                .matches("org\\.osgi\\.(annotation|service\\.(component|metatype)\\.annotations)\\..*"))
                        .forEach(used ->
                                violations.add(row.getKey() + ": " + type.getName() + " uses " + used.getName()));
            }
        }
        assertEquals(Set.of(), violations);
    }

    @Test
    public void packagesOfAModuleFormNoRing() throws IOException {
        for (String module : modules()) {
            SlicesRuleDefinition.slices()
                    .assignedFrom(new PackageSlices())
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes(module));
        }
    }

    private Map<String, Row> table() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(checkout.resolve("docs/architecture.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 6 && cells[1].strip().startsWith("`bundles/")) {
                rows.put(cells[1].strip().replaceAll("`(bundles/)?", ""), new Row(items(cells[3]), items(cells[4])));
            }
        }
        return rows;
    }

    private static Set<String> items(String cell) {
        return Stream.of(cell.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.equals("nothing"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> modules() throws IOException {
        try (Stream<Path> directories = Files.list(checkout.resolve("bundles"))) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve("pom.xml")))
                    .map(directory -> directory.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> packages(String module) {
        return PACKAGES.getOrDefault(module, List.of(module.replace('-', '.'))).stream()
                .map(name -> ROOT + name + ".")
                .toList();
    }

    /** Classes of a module, without those of libraries that are inside of its bundle. */
    private JavaClasses classes(String module) {
        Path built = checkout.resolve("bundles").resolve(module).resolve("target/classes");
        JavaClasses found = new ClassFileImporter()
                .importPaths(packages(module).stream()
                        .map(name -> built.resolve(name.replace('.', '/')))
                        .toList());
        assertFalse(module + " was built", found.isEmpty());
        return found;
    }

    /** Slice of each package. */
    private static final class PackageSlices implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** What a module may use. */
    private record Row(Set<String> ours, Set<String> libraries) {}
}
