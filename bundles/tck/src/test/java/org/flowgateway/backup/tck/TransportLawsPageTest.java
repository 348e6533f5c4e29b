package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The page of the laws names all tests of the kit, each with its laws, and no others. */
class TransportLawsPageTest {

    private static final Path PAGE = Path.of("../../docs/transport-laws.md");
    private static final List<Class<?>> SUITES =
            List.of(TransportLaws.class, WireLaws.class, SecretLaws.class, DirectoryLaws.class, ProcessLaws.class);
    private static final Pattern LAWS = Pattern.compile("((?:\\d+, )*\\d+): .*", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile("## (?:Law (\\d+)|Without a number)");
    private static final Pattern SUITE = Pattern.compile("- `(\\w+)`: (.*)");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    /** Section of tests without a law. */
    private static final String NO_LAW = "0";

    @Test
    @DisplayName("the page has each test under each of its laws")
    void pageNamesAllTests() throws IOException {
        assertThat(onPage()).isEqualTo(inKit());
    }

    @Test
    @DisplayName("the page has every law that the session's Javadoc counts")
    void pageHasAllLaws() throws IOException {
        assertThat(onPage().keySet())
                .contains("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15");
    }

    /** Tests on the page by law, each with its suite. */
    private static Map<String, SortedSet<String>> onPage() throws IOException {
        Map<String, SortedSet<String>> tests = new TreeMap<>();
        String law = NO_LAW;
        for (String line : Files.readAllLines(PAGE)) {
            Matcher section = SECTION.matcher(line);
            Matcher suite = SUITE.matcher(line);
            if (section.matches()) {
                law = section.group(1) == null ? NO_LAW : section.group(1);
            } else if (suite.matches()) {
                SortedSet<String> ofLaw = tests.computeIfAbsent(law, number -> new TreeSet<>());
                names(suite.group(2)).forEach(name -> ofLaw.add(suite.group(1) + "." + name));
            }
        }
        return tests;
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map((MatchResult name) -> name.group(1));
    }

    private static Map<String, SortedSet<String>> inKit() {
        Map<String, SortedSet<String>> tests = new TreeMap<>();
        for (Class<?> suite : SUITES) {
            groups(suite)
                    .flatMap(group -> Arrays.stream(group.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(DisplayName.class))
                    .forEach(method -> laws(method)
                            .forEach(law -> tests.computeIfAbsent(law, number -> new TreeSet<>())
                                    .add(suite.getSimpleName() + "." + method.getName())));
        }
        return tests;
    }

    /** Returns the classes that hold the tests of a suite. */
    private static Stream<Class<?>> groups(Class<?> suite) {
        Stream<Class<?>> nested = Arrays.stream(suite.getDeclaredClasses())
                .filter(group -> group.isAnnotationPresent(Nested.class))
                .map(Class::getSuperclass);
        return Stream.concat(Stream.of(suite), nested);
    }

    private static Stream<String> laws(Method test) {
        Matcher numbers = LAWS.matcher(test.getAnnotation(DisplayName.class).value());
        return numbers.matches() ? Arrays.stream(numbers.group(1).split(", ", 0)) : Stream.of(NO_LAW);
    }
}
