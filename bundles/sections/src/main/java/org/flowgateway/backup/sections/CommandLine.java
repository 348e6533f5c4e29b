package org.flowgateway.backup.sections;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Parser of a command as it is written in a configuration: a program and its arguments. */
final class CommandLine {

    private CommandLine() {}

    /**
     * Returns the program and its arguments.
     *
     * @param value a list of them; or, as in a .cfg file, one text with commas between them, in which a literal comma is doubled (a backslash
     *         would have to pass two other parsers first). Blanks around a comma are ignored
     * @throws IllegalArgumentException if there is no program, it is not an absolute path, or an argument is empty or invalid; the message is
     *         the rest of a sentence, and does not repeat the value
     */
    static List<String> of(Object value) {
        List<String> words = words(value);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("is empty: name a program, or leave the key out");
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.isEmpty() || word.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "has a part, number [" + (i + 1) + "], that is empty or holds a NUL character");
            }
        }
        checkProgram(words.get(0));
        return words;
    }

    private static void checkProgram(String program) {
        try {
            if (Path.of(program).isAbsolute()) {
                return;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("does not begin with a path that this file system can hold", e);
        }
        throw new IllegalArgumentException("does not begin with the absolute path of a program");
    }

    private static List<String> words(Object value) {
        if (value instanceof String text) {
            return text.isBlank() ? List.of() : split(text);
        }
        Collection<?> list = value instanceof Object[] array
                ? Arrays.asList(array)
                : value instanceof Collection<?> some ? some : null;
        if (list == null || !list.stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException("is neither a text nor a list of texts");
        }
        return list.stream().map(String.class::cast).toList();
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ',') {
                word.append(text.charAt(i));
            } else if (i + 1 < text.length() && text.charAt(i + 1) == ',') {
                word.append(',');
                i++;
            } else {
                words.add(word.toString().strip());
                word.setLength(0);
            }
        }
        words.add(word.toString().strip());
        return words;
    }
}
