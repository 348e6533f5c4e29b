package org.flowgateway.backup.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Catalogue of all modules' messages. Needs the unit tests of all modules to have run before, since they provoke the messages. */
class MessageCatalogueTest {

    private static List<MessageDefinition> definitions;
    private static MessageRules rules;

    @BeforeAll
    static void find() throws Exception {
        definitions = MessageCatalogue.ofAllModules();
        rules = MessageRules.ofGlossary();
    }

    @Test
    @DisplayName("docs/errors.md has the catalogue's tables; -Dwrite.errors.page writes them")
    void page() throws Exception {
        String updated = new ErrorsPage(definitions).updated();
        if (Boolean.getBoolean("write.errors.page")) {
            Files.writeString(ErrorsPage.FILE, updated);
        }
        assertThat(updated).as("the page, made anew").isEqualTo(Files.readString(ErrorsPage.FILE));
        definitions.forEach(definition -> assertThat(updated).contains("<a id=\"" + definition.code() + "\">"));
    }

    @Test
    @DisplayName("docs/errors.md has a row for each kind of storage failure, and says whether it is retried")
    void failureKinds() throws Exception {
        assertThat(ErrorsPage.failureKinds())
                .containsExactlyInAnyOrderEntriesOf(Arrays.stream(FailureKind.values())
                        .collect(Collectors.toMap(FailureKind::name, FailureKind::isTransient)));
    }

    @Test
    @DisplayName("no code occurs twice")
    void codes() {
        assertThat(definitions)
                .extracting(MessageDefinition::code)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(20);
    }

    @Test
    @DisplayName("each template keeps the rules for texts")
    void templates() {
        assertThat(definitions)
                .flatExtracting(definition -> rules.violations(definition.code(), definition.template()))
                .isEmpty();
    }

    @Test
    @DisplayName("each text that a test provoked keeps the rules for texts")
    void provokedTexts() throws Exception {
        assertThat(MessageCatalogue.provoked().entrySet())
                .flatExtracting(texts -> texts.getValue().stream()
                        .flatMap(text -> rules.violations(texts.getKey(), text).stream())
                        .toList())
                .isEmpty();
    }

    @Test
    @DisplayName("a test provokes each message")
    void provoked() throws Exception {
        Map<String, Set<String>> provoked = MessageCatalogue.provoked();
        assertThat(definitions)
                .extracting(MessageDefinition::code)
                .as("messages that no unit test of a module provoked (are they new, or were the unit tests not run?)")
                .filteredOn(code -> !provoked.containsKey(code))
                .isEmpty();
    }
}
