package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.flowgateway.backup.archive.Omission.Reason;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OmissionTest {

    @Test
    void pathOfAnyBytesHasOneText() {
        Random random = new Random(1);
        byte[] alphabet = {
            'a',
            '\\',
            'x',
            'c',
            '3',
            (byte) 0xC3,
            (byte) 0xA4,
            (byte) 0xF0,
            (byte) 0x9F,
            (byte) 0x98,
            (byte) 0x80,
            (byte) 0xED,
            (byte) 0xFF,
            '\n'
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[1 + random.nextInt(9)];
            for (int at = 0; at < name.length; at++) {
                name[at] = alphabet[random.nextInt(alphabet.length)];
            }
            Omission omission = new Omission("config", Omission.escape(name), Reason.NAME_NOT_UTF8, "");
            assertThat(omission.pathBytes()).isEqualTo(name);
        }
        assertThat(Omission.escape("d\\ä/".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("d\\\\ä/")
                .isEqualTo(Omission.escape("d\\ä/"));
        assertThat(Omission.escape(new byte[] {(byte) 0xC3, 'a', (byte) 0xFF})).isEqualTo("\\xc3a\\xff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "a/",
                "a//b",
                ".",
                "a/..",
                "a\0",
                "\\",
                "\\x",
                "\\xg0",
                "\\x4",
                "\\x41",
                "\\xC3",
                "\\xc3\\xa4",
                "\\n",
                "\uD83D",
                "\\x00",
                "\\xff/",
                "a/\\x2e"
            })
    void otherTextsAreNoPaths(String path) {
        assertThatThrownBy(() -> new Omission("config", path, Reason.UNREADABLE, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path");
    }

    @Test
    void pathTooLongForAnEntryCanBeNamed() {
        String path = "x".repeat(FormatLimits.PATH_BYTES) + "/" + "y".repeat(1024);
        assertThatCode(() -> new Omission("config", path, Reason.TOO_LONG, "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Omission("config", path + "z", Reason.TOO_LONG, ""))
                .hasMessageContaining("[5121]");
        assertThatThrownBy(() -> new Omission("config", "a", Reason.SECTION_MISSING, ""))
                .hasMessageContaining("not at its root");
        assertThatThrownBy(() -> new Omission("config", "a", Reason.SOCKET, "x".repeat(1025)))
                .hasMessageContaining("[1025]");
    }
}
