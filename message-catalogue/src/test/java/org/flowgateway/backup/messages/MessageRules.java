package org.flowgateway.backup.messages;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Rules for the text of a message. Each violation is a sentence about the text. Immutable. */
final class MessageRules {

    private static final int MAX_CELL = 300;
    private static final Pattern CLASS_NAME = Pattern.compile(
            "\\b\\w+(Exception|Error)\\b|\\b(java|javax|jakarta|com|org|software)\\.[a-z]\\w*(\\.\\w+)*\\.[A-Z]\\w+");
    /** Identity of a configuration; as the name of a file in etc it is what an operator edits. */
    private static final Pattern PID = Pattern.compile("\\borg\\.flowgateway\\.[\\w.-]+(?<!\\.cfg)(?![\\w.-])");

    private static final Pattern ZERO_SECONDS = Pattern.compile("(?<![\\w.])\\[?0\\]? s\\b");

    private final List<Pattern> rejectedWords;

    private MessageRules(List<Pattern> rejectedWords) {
        this.rejectedWords = rejectedWords;
    }

    /** Reads the rejected words from the last column of the glossary in {@code docs/architecture.md}. */
    static MessageRules ofGlossary() throws IOException {
        List<Pattern> words = Files.readAllLines(MessageCatalogue.CHECKOUT.resolve("docs/architecture.md")).stream()
                .dropWhile(line -> !line.equals("| term | meaning | not |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[3])
                .flatMap(cell -> Stream.of(cell.split(",", -1)))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                // Not in the name of a file, such as sections.owed.
                .map(word -> Pattern.compile("(?i)(?<![\\w./])" + Pattern.quote(word) + "\\b"))
                .toList();
        return new MessageRules(words);
    }

    int rejectedWords() {
        return rejectedWords.size();
    }

    /** Returns the violations of a template. */
    List<String> violations(String code, MessageTemplate template) {
        List<String> violations = violations(code, template.summary() + ". " + template.action());
        if (template.action().isEmpty() && template.kind().requiresAction()) {
            violations.add(code + " has no action");
        }
        for (String cell : List.of(template.summary(), template.action())) {
            if (cell.length() > MAX_CELL) {
                violations.add(code + " has more than 300 characters: " + cell);
            }
            if (cell.endsWith(".")) {
                violations.add(code + " ends with a period: " + cell);
            }
        }
        if (!code.matches("[a-z0-9-]+\\.[a-z0-9-]+")) {
            violations.add(code + " is no code");
        }
        return violations;
    }

    /** Returns the violations of a text, as it is in a template or as it was provoked. */
    List<String> violations(String code, String text) {
        List<String> violations = new ArrayList<>();
        String shown = code + ": " + text;
        if (CLASS_NAME.matcher(text).find()) {
            violations.add("class name in " + shown);
        }
        if (PID.matcher(text).find()) {
            violations.add("identity of a configuration in " + shown);
        }
        if (ZERO_SECONDS.matcher(text).find()) {
            violations.add("duration of no length in " + shown);
        }
        if (text.toLowerCase(Locale.ROOT).contains("as it says")) {
            violations.add("\"as it says\" in " + shown);
        }
        rejectedWords.stream()
                .filter(word -> word.matcher(text).find())
                .forEach(word ->
                        violations.add("word of the glossary's last column, " + word.pattern() + ", in " + shown));
        return violations;
    }
}
