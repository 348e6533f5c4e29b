package org.flowgateway.backup.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.AuditEvent.Action;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log writes one line per event and rotates its files. */
class StateAuditLogTest {

    private static final Actor ADMIN = new Actor("admin", "192.0.2.7");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-27T15:46:26.123456Z"), ZoneOffset.ofHours(1));

    @TempDir
    Path state;

    private StateAuditLog log;
    private Path actions;
    private Path logins;

    @BeforeEach
    void open() {
        log = new StateAuditLog(CLOCK).use(state);
        actions = state.resolve("audit/actions.log");
        logins = state.resolve("audit/logins.log");
    }

    @Test
    void anEventIsOneLineOfJson() throws IOException {
        log.write(new AuditEvent(ADMIN, Action.START, "backup localhost /backups", AuditEvent.OK, "backup-000001"));
        assertThat(Files.readString(actions))
                .isEqualTo(
                        "{\"time\":\"2026-02-27T16:46:26.123+01:00\",\"user\":\"admin\",\"address\":\"192.0.2.7\",\"action\":\"start\",\"object\":\"backup"
                                + " localhost /backups\",\"result\":\"OK\",\"job\":\"backup-000001\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(actions)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(actions.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void namesCannotForgeALine() throws IOException {
        String name = "x\",\"result\":\"OK\"}\n{\"time\":\"\u001b[2J\u2028\u202e\\é\ud83d";
        log.write(new AuditEvent(new Actor(name, "::1"), Action.LOGIN, "api", "FAILED"));
        String text = Files.readString(logins);
        assertThat(text.lines()).hasSize(1);
        assertThat(text.strip().chars()).allMatch(character -> character >= ' ' && character <= '~');
        assertThat(text)
                .contains(
                        "\"user\":\"x\\\",\\\"result\\\":\\\"OK\\\"}\\u000a{\\\"time\\\":\\\"\\u001b[2J\\u2028\\u202e\\\\\\u00e9\\ud83d\",\"address\"");
    }

    @Test
    void loginsHaveTheirOwnFile() {
        log.write(new AuditEvent(ADMIN, Action.LOGIN, "api", "FAILED"));
        assertThat(logins).exists();
        assertThat(actions).doesNotExist();
    }

    @Test
    void filesAreRotatedAndTheirNumberIsBounded() throws IOException {
        AuditFile file = new AuditFile(state.resolve("small"), 100, 2);
        for (int line = 0; line < 60; line++) {
            file.append(("line " + line + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("small", "small.1", "small.2");
        }
        List<String> all = Stream.of("small.2", "small.1", "small")
                .flatMap(name -> lines(state.resolve(name)).stream())
                .toList();
        assertThat(all).last().isEqualTo("line 59");
        assertThat(all).isSorted();
        assertThat(Files.size(state.resolve("small.1"))).isLessThanOrEqualTo(100);
    }

    @Test
    void truncatedLineDoesNotAbsorbTheNext() throws IOException {
        log.write(new AuditEvent(ADMIN, Action.CHANGE, "one", AuditEvent.OK));
        Files.writeString(actions, "{\"time\":\"20", StandardOpenOption.APPEND);
        log.write(new AuditEvent(ADMIN, Action.CHANGE, "two", AuditEvent.OK));
        assertThat(lines(actions))
                .hasSize(3)
                .last()
                .asString()
                .startsWith("{")
                .endsWith("}")
                .contains("\"two\"");
    }

    @Test
    void unexpectedFailureIsAProblem() {
        log.use(Path.of(URI.create("jrt:/"))); // A read-only file system, which fails with no IOException.
        log.write(new AuditEvent(ADMIN, Action.CHANGE, "one", AuditEvent.OK));
        assertThat(log.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("cannot be written: an internal error"));
    }

    @Test
    void writeFailureIsAProblemUntilNextSuccess() throws IOException {
        Files.createDirectories(actions);
        log.write(new AuditEvent(ADMIN, Action.CHANGE, "one", AuditEvent.OK));
        assertThat(log.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.preventsReadiness()).isFalse();
            assertThat(problem.text()).startsWith("The audit log " + actions + " cannot be written: ");
        });
        Files.delete(actions);
        log.write(new AuditEvent(ADMIN, Action.CHANGE, "two", AuditEvent.OK));
        assertThat(log.problems()).isEmpty();
        assertThat(lines(actions)).singleElement().asString().contains("two");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
