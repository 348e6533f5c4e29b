package org.flowgateway.backup.messages;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flowgateway.backup.api.message.MessageDefinition;

/** Messages of all modules as they were built, and as their tests provoked them. */
final class MessageCatalogue {

    /** Root of the checkout, seen from this module. */
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private MessageCatalogue() {}

    /** Returns the messages of all modules below {@code bundles}, in the order of their modules, catalogues and declaration. */
    static List<MessageDefinition> ofAllModules() throws IOException {
        // Otherwise it reads the libraries, too.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        List<Path> classes = modules().stream()
                .map(module -> module.resolve("target/classes/org/flowgateway/backup"))
                .toList();
        return new ClassFileImporter()
                .importPaths(classes).stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(MessageDefinition.class))
                        .map(JavaClass::reflect)
                        .map(type -> List.of((MessageDefinition[]) type.getEnumConstants()))
                        .sorted(Comparator.comparing((List<MessageDefinition> constants) ->
                                        constants.get(0).catalogue())
                                .thenComparing(
                                        constants -> constants.get(0).getClass().getName()))
                        .flatMap(List::stream)
                        .toList();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> directories = Files.list(CHECKOUT.resolve("bundles"))) {
            return directories
                    .filter(directory -> Files.isDirectory(directory.resolve("target/classes/org/flowgateway/backup")))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the texts that the tests of all modules provoked, by code. */
    static Map<String, Set<String>> provoked() throws IOException {
        Map<String, Set<String>> texts = new HashMap<>();
        for (Path module : modules()) {
            Path file = module.resolve("target/provoked-messages.tsv");
            for (String row : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] cells = row.split("\t", 2);
                texts.computeIfAbsent(cells[0], unused -> new HashSet<>()).add(cells[1]);
            }
        }
        return texts;
    }
}
