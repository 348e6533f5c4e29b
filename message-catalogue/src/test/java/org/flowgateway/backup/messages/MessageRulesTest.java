package org.flowgateway.backup.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for texts: each kind of nonsense is rejected. */
class MessageRulesTest {

    private final MessageRules rules;

    MessageRulesTest() throws Exception {
        rules = MessageRules.ofGlossary();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The transport failed (java.lang.IllegalStateException)",
                "NullPointerException while storing",
                "com.example.backup.FtpsTransport cannot start",
                "org.flowgateway.backup.core has a wrong value",
                "Correct org.flowgateway.backup.core: pack-mib [7] is not in 8 to 64",
                "timed out after 0 s",
                "timed out after [0] s",
                "Do as it says",
                "The restored state is in use on probation",
                "it did not answer and was given up",
                "A foreign host answered"
            })
    @DisplayName("a class name, a configuration's identity, a duration of no length, a word that is not ours")
    void rejected(String text) {
        assertThat(rules.violations("test.code", text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etc/org.flowgateway.backup.core.cfg: pack-mib [7] is not in 8 to 64. Correct it; no restart is needed",
                "The error is on line 7 of the file",
                "There is no address for the host backups.example.org",
                "/var/lib/gateway-backup/sections.owed cannot be read or written: no space is left",
                "timed out after 250 ms",
                "timed out after 10 s"
            })
    @DisplayName("plain texts are accepted")
    void accepted(String text) {
        assertThat(rules.violations("test.code", text)).isEmpty();
    }

    @Test
    @DisplayName(
            "a message without an action, of more than 300 characters, with a period at its end, with a malformed code")
    void templates() {
        assertThat(rules.violations("test.code", MessageTemplate.of(MessageKind.JOB_ERROR, "It failed", "", "")))
                .singleElement()
                .asString()
                .contains("no action");
        assertThat(rules.violations("test.code", MessageTemplate.of(MessageKind.NOTE, "x".repeat(301), "", "")))
                .singleElement()
                .asString()
                .contains("300 characters");
        assertThat(rules.violations("test.code", MessageTemplate.of(MessageKind.WARNING, "It failed", "", "Do it.")))
                .singleElement()
                .asString()
                .contains("period");
        assertThat(rules.violations("TestCode", MessageTemplate.of(MessageKind.NOTE, "It failed", "", "")))
                .singleElement()
                .asString()
                .contains("no code");
        assertThat(rules.violations(
                        "test.code", MessageTemplate.of(MessageKind.JOB_ERROR, "It failed", "why", "Do it")))
                .isEmpty();
    }

    @Test
    @DisplayName("the glossary has a column of words that are not ours")
    void glossary() {
        assertThat(rules.rejectedWords()).isGreaterThan(20);
    }
}
