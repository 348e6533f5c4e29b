package org.flowgateway.backup.messages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/** Page {@code docs/errors.md}: text written by hand, and between markers the tables that are made from the catalogue. */
final class ErrorsPage {

    static final Path FILE = MessageCatalogue.CHECKOUT.resolve("docs/errors.md");

    private static final Pattern TABLE =
            Pattern.compile("(<!-- messages: ([A-Z_]+) -->\n).*?(<!-- end of messages -->\n)", Pattern.DOTALL);

    private static final Pattern FAILURE_KIND = Pattern.compile("^\\| `([A-Z_]+)` \\| (yes|no) \\|", Pattern.MULTILINE);

    private final List<MessageDefinition> definitions;

    ErrorsPage(List<MessageDefinition> definitions) {
        this.definitions = definitions;
    }

    /** Returns the page with its tables made anew. */
    String updated() throws IOException {
        return TABLE.matcher(Files.readString(FILE))
                .replaceAll(table -> Matcher.quoteReplacement(
                        table.group(1) + '\n' + table(MessageKind.valueOf(table.group(2))) + '\n' + table.group(3)));
    }

    /** Returns the kinds of storage failures that the page has a row for, and whether it says that they are retried. */
    static Map<String, Boolean> failureKinds() throws IOException {
        return FAILURE_KIND
                .matcher(Files.readString(FILE))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).equals("yes")));
    }

    private String table(MessageKind kind) {
        List<MessageDefinition> rows = definitions.stream()
                .filter(definition -> definition.template().kind() == kind)
                .toList();
        boolean storage = kind == MessageKind.STORAGE_ERROR;
        return (storage
                        ? "| code | kind | message | what to do |\n|---|---|---|---|\n"
                        : "| code | message | what to do |\n|---|---|---|\n")
                + rows.stream().map(ErrorsPage::row).collect(Collectors.joining());
    }

    private static String row(MessageDefinition definition) {
        String kind = definition instanceof TransportMessage storage ? " `" + storage.failureKind() + "` |" : "";
        return "| <a id=\"" + definition.code() + "\"></a>`" + definition.code() + "` |" + kind + ' '
                + cell(definition.template().summary()) + " | "
                + cell(definition.template().action()) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
