package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * A page of documentation that gives messages as examples, between back-ticks. In an example every word with a digit, a slash, a {@code …}
 * or a host of {@code .example} stands for any others, and a plural behind a number for its singular too; the rest must be what the product says. What has
 * hardly any other word, such as the name of a file, is no example. Immutable.
 */
public final class ErrorsPage {

    /** This project's own page, seen from a module's directory. */
    public static final ErrorsPage OURS = new ErrorsPage(Path.of("../../docs/errors.md"));

    private static final Pattern KIND = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (yes|no) \\|.*$");
    private static final Pattern EXAMPLE = Pattern.compile("`([^`]+)`");
    private static final Pattern NUMBER = Pattern.compile("\\W*\\d+");
    private static final Pattern PLURAL = Pattern.compile("(\\w+)s(\\W*)");
    private static final Pattern CATALOGUED =
            Pattern.compile("(?m)^\\| <a id=[^|]*\\|(?: `[A-Z_]+` \\|)? (.*) \\| (.*) \\|$");
    private static final Pattern VARIABLE = Pattern.compile("\\S*([0-9/…{]|\\.example)\\S*");

    /** With fewer, nearly any message would be like the example. */
    private static final int MIN_FIXED_WORDS = 2;

    private final String text;

    /** @throws UncheckedIOException if there is no such page */
    public ErrorsPage(Path file) {
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kinds of failure that have a row, by their names, each with whether the page says that it is retried. */
    public Map<String, Boolean> kinds() {
        return KIND.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2).equals("yes"),
                        (one, other) -> {
                            throw new AssertionError("a kind has two rows");
                        },
                        TreeMap::new));
    }

    /** Fails unless a failure's message is one of the examples. */
    public void assertDocuments(TransportException failure) {
        assertIsExample(failure.getMessage(), text);
    }

    /** Fails unless each line of a job's message is one of the examples. */
    public void assertDocuments(String message) {
        message.lines().forEach(line -> assertIsExample(line, text));
    }

    private static void assertIsExample(String message, String where) {
        List<Pattern> examples = EXAMPLE.matcher(where)
                .results()
                .map(found -> found.group(1).split("\\s+", 0))
                .filter(words ->
                        Arrays.stream(words).filter(ErrorsPage::isFixed).count() >= MIN_FIXED_WORDS)
                .map(ErrorsPage::pattern)
                .toList();
        assertThat(Stream.concat(
                                examples.stream(),
                                CATALOGUED
                                        .matcher(where)
                                        .results()
                                        .map(row -> pattern((row.group(1) + ". " + row.group(2)).split("\\s+", 0))))
                        .anyMatch(example -> example.matcher(message).matches()))
                .as("errors.md has an example for: %s", message)
                .isTrue();
    }

    private static boolean isFixed(String word) {
        return !VARIABLE.matcher(word).matches();
    }

    private static Pattern pattern(String[] words) {
        return Pattern.compile(IntStream.range(0, words.length)
                .mapToObj(index -> part(words, index))
                .collect(Collectors.joining(" "))
                .replaceAll("(\\.\\+ )+(?=\\.\\+)", ""));
    }

    private static String part(String[] words, int index) {
        if (!isFixed(words[index])) {
            return ".+";
        }
        Matcher plural = PLURAL.matcher(words[index]);
        boolean counted = index > 0 && NUMBER.matcher(words[index - 1]).matches();
        return counted && plural.matches()
                ? Pattern.quote(plural.group(1)) + "s?" + Pattern.quote(plural.group(2))
                : Pattern.quote(words[index]);
    }
}
