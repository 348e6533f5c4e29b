package org.flowgateway.backup.api.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of messages, and how their arguments are shown. */
class MessageTemplateTest {

    private static String filled(String event, Object... arguments) {
        return MessageTemplate.of(MessageKind.NOTE, event, "", "")
                .fill("test.code", arguments)
                .text();
    }

    @Test
    @DisplayName("a message says what happened, why, and what to do; a repeated parameter is given once")
    void parts() {
        MessageTemplate template = MessageTemplate.of(
                MessageKind.JOB_ERROR,
                "Cannot restore to {root:path}",
                "no write permission on {parent:path}",
                "Grant it on {parent}");
        Message message = template.fill("test.no-permission", Path.of("/opt/gw/config"), "/opt/gw");
        assertEquals("test.no-permission", message.code());
        assertEquals("Cannot restore to /opt/gw/config: no write permission on /opt/gw", message.summary());
        assertEquals("Grant it on /opt/gw", message.action());
        assertEquals(
                "Cannot restore to /opt/gw/config: no write permission on /opt/gw. Grant it on /opt/gw",
                message.text());
        assertEquals("Cannot restore to {root}: no write permission on {parent}", template.summary());
        assertEquals("Grant it on {parent}", template.action());
    }

    @Test
    @DisplayName("counts have their noun, numbers their unit, durations below a second milliseconds")
    void types() {
        assertEquals("1 file", filled("{n:count file files}", 1));
        assertEquals("0 files", filled("{n:count file files}", 0L));
        assertEquals("1 byte", filled("{n:bytes}", 1));
        assertEquals("9999 bytes", filled("{n:bytes}", 9999));
        assertEquals("10 KiB", filled("{n:bytes}", 10_240));
        assertEquals("120 MiB", filled("{n:bytes}", 120L << 20));
        assertEquals("8192 TiB", filled("{n:bytes}", 1L << 53));
        assertEquals("250 ms", filled("{wait:duration}", Duration.ofMillis(250)));
        assertEquals("60 s", filled("{wait:duration}", Duration.ofMinutes(1)));
        assertEquals("2026-02-27T16:01:00Z", filled("{at:time}", Instant.parse("2026-02-27T16:01:00Z")));
        assertEquals("7", filled("{n:number}", 7));
        assertEquals("$1 {x}", filled("{said:text}", "$1 {x}"));
        assertEquals(
                "failed: disk full. Free space",
                filled("{why:message}", new Message("x", "failed: disk full", "Free space")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name}",
                "{Name:text}",
                "{n:count}",
                "{n:count file}",
                "{n:text more}",
                "{n:words}",
                "{n:text} {n:path}",
                "{}"
            })
    @DisplayName("a malformed or undeclared parameter is rejected when the catalogue is loaded")
    void malformed(String event) {
        assertThrows(IllegalArgumentException.class, () -> MessageTemplate.of(MessageKind.NOTE, event, "", ""));
    }

    @Test
    @DisplayName("arguments of another number or type are rejected")
    void arguments() {
        assertThrows(IllegalArgumentException.class, () -> filled("{n:number}"));
        assertThrows(IllegalArgumentException.class, () -> filled("{n:number}", 1, 2));
        assertThrows(IllegalArgumentException.class, () -> filled("{n:number}", "1"));
        assertThrows(IllegalArgumentException.class, () -> filled("{wait:duration}", 60));
    }
}
