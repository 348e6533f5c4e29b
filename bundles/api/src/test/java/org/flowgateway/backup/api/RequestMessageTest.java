package org.flowgateway.backup.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowgateway.backup.api.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Invalid requests name the property and the reason, and never repeat a text that may be a secret. */
class RequestMessageTest {

    private static final String CANARY = "canary-4711";

    private static void assertRejected(String property, String code, Executable request, String... words) {
        InvalidRequestException rejected = assertThrows(InvalidRequestException.class, request);
        assertEquals(property, rejected.property());
        assertEquals(code, rejected.description().code());
        String text = rejected.description().text();
        assertEquals(text, rejected.getMessage());
        for (String word : words) {
            assertTrue(text.contains(word), text);
        }
        assertFalse(text.contains(CANARY), text);
    }

    @Test
    void targetNeedsAHostWithoutLogin() {
        assertRejected("hostname", "request.hostname-missing", () -> new Target(" ", "", ""), "localhost");
        assertRejected(
                "hostname",
                "request.hostname-with-login",
                () -> new Target("me:" + CANARY + "@host", "", ""),
                "username and password");
    }

    @Test
    void textsHaveALimitAndNoControlCharacters() {
        assertRejected("username", "request.text-too-long", () -> new Target("h", "x".repeat(256), ""), "[256]", "255");
        for (String text : List.of(CANARY + "\n", CANARY + "\ud800", CANARY + "\u2028")) {
            assertRejected("path", "request.control-character", () -> new Target("h", "", text), "path");
            assertRejected(
                    "password", "request.control-character", () -> Secret.ofLogin(text.toCharArray()), "password");
        }
    }

    @Test
    void securityPasswordHasALimit() {
        assertRejected(
                "security_pwd", "request.security-password-length", () -> new SecurityPassword(""), "[0]", "1024");
        assertRejected(
                "security_pwd",
                "request.security-password-length",
                () -> new SecurityPassword(CANARY + "x".repeat(1024)),
                "[1035]",
                "1024");
    }

    @Test
    void selectionNamesExistingKindsOfThings() {
        assertRejected("sections", "request.selection-empty", () -> select(List.of(), List.of()), "everything");
        assertRejected("sections", "request.section-invalid", () -> select(List.of("A b"), List.of()), "[a-z0-9_-]");
        assertRejected("paths", "request.path-invalid", () -> select(List.of(), List.of("config")), "in sections");
        List<String> many =
                IntStream.range(0, 1001).mapToObj(number -> "config/" + number).toList();
        assertRejected("paths", "request.selection-too-long", () -> select(List.of(), many), "1000");
        assertRejected(
                "paths", "request.paths-overlap", () -> select(List.of("config"), List.of("config/x")), "Omit one");
        select(Collections.nCopies(2000, "config"), List.of());
    }

    private static RestoreSelection select(List<String> sections, List<String> paths) {
        return RestoreSelection.of(sections, paths);
    }

    @Test
    void runningJobIsNamedWithItsStartAndPhase() {
        Job job = job(JobState.EXECUTING, Phase.SWAPPING);
        JobInProgressException refused = new JobInProgressException(job);
        assertEquals("request.job-running", refused.description().code());
        assertEquals(
                "A restore is running since 2026-02-27T15:46:26Z, phase swapping the state. Wait until it has ended",
                refused.getMessage());
        assertEquals(job, refused.running());
    }

    @Test
    void jobThatAwaitsNoConfirmationIsDescribed() {
        assertNothingToConfirm(JobState.EXECUTING, "request.confirmation-not-awaited", "phase swapping the state");
        assertNothingToConfirm(JobState.COMPLETED, "request.confirmation-after-success", "is complete");
        assertNothingToConfirm(JobState.ERROR, "request.confirmation-after-failure", "without success");
        assertNothingToConfirm(JobState.CANCELLED, "request.confirmation-after-failure", "without success");
    }

    private static void assertNothingToConfirm(JobState state, String code, String words) {
        Message message = new NothingToConfirmException(job(state, Phase.SWAPPING)).description();
        assertEquals(code, message.code());
        assertTrue(message.text().contains("restore-000001 ") && message.text().contains(words), message.text());
    }

    private static Job job(JobState state, Phase phase) {
        return new Job(
                "restore-000001",
                Operation.RESTORE,
                state,
                phase,
                new Target("localhost", "mazu", "/backups"),
                "",
                Instant.parse("2026-02-27T15:46:26Z"),
                Optional.empty(),
                "",
                new Progress(0, 0, 0));
    }
}
