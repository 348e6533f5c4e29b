package org.flowgateway.backup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.junit.jupiter.api.Test;

/** Output of the job commands, and their errors. */
class JobCommandsTest {

    private static final Instant STARTED = Instant.parse("2026-02-27T15:46:26Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Session session = (Session) Proxy.newProxyInstance(
            Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("getConsole");
                return console;
            });
    private final FakeJobService jobs = new FakeJobService();

    private static Job job(Operation operation, int number, Phase phase, JobState state, String message) {
        return new Job(
                "%s-%06d".formatted(operation.noun(), number),
                operation,
                state,
                phase,
                new Target("localhost", "mazu", "/backups"),
                number == 1 ? "" : "/backups/20260227_1546",
                STARTED,
                state == JobState.EXECUTING ? Optional.empty() : Optional.of(STARTED.plusSeconds(9)),
                message,
                new Progress(12, 3456, 789));
    }

    private void jobs() {
        JobsCommand command = new JobsCommand();
        command.jobs = jobs;
        command.session = session;
        command.execute();
    }

    private void job(String id) throws CommandException {
        JobCommand command = new JobCommand();
        command.jobs = jobs;
        command.session = session;
        command.id = id;
        command.execute();
    }

    private void confirm(String id) throws CommandException {
        confirm(id, new RolePrincipal("ssh"), new RolePrincipal("backup-operator"));
    }

    private void confirm(String id, Principal... roles) throws CommandException {
        ConfirmCommand command = new ConfirmCommand();
        command.jobs = jobs;
        command.session = session;
        command.id = id;
        try {
            Subject.doAs(new Subject(true, Set.of(roles), Set.of(), Set.of()), (PrivilegedExceptionAction<Object>)
                    command::execute);
        } catch (PrivilegedActionException e) {
            throw (CommandException) e.getCause();
        }
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    @Test
    void allJobsAreListedNewestFirst() {
        jobs.known.add(job(Operation.BACKUP, 1, Phase.ENDED, JobState.ERROR, "old"));
        jobs.known.add(job(Operation.RESTORE, 2, Phase.AWAITING_CONFIRMATION, JobState.EXECUTING, ""));
        jobs.known.add(job(Operation.BACKUP, 3, Phase.ENDED, JobState.COMPLETED, "one\ntwo"));
        jobs();
        assertThat(lines()).hasSize(5);
        assertThat(lines().get(0).split("\\W+", 0)).containsExactly("Id", "State", "Phase", "Started", "Message");
        assertThat(lines().get(2))
                .matches("backup-000003\\W+COMPLETED\\W+ended\\W+2026-02-27T15:46:26Z\\W+one \\| two");
        assertThat(lines().get(4)).startsWith("backup-000001");
        assertThat(lines().get(3))
                .matches("restore-000002\\W+EXECUTING\\W+awaiting a confirmation\\W+2026-02-27T15:46:26Z\\W*");
    }

    @Test
    void beforeTheFirstJobThereIsNone() {
        jobs();
        assertThat(lines()).contains("No job has run yet");
    }

    @Test
    void failedJobShowsTheCodeOfItsError() throws Exception {
        Message error = new Message("sftp.no-space", "nas is full", "Free space");
        jobs.known.add(job(Operation.BACKUP, 2, Phase.STORING, JobState.EXECUTING, "")
                .withEnd(JobState.ERROR, Optional.of(error), error.text(), Instant.EPOCH));
        job("backup-000002");
        assertThat(lines()).endsWith("Message:   nas is full. Free space", "Code:      sftp.no-space");
    }

    @Test
    void jobIsShownCompletely() throws Exception {
        jobs.known.add(job(Operation.RESTORE, 2, Phase.ENDED, JobState.COMPLETED, "one\ntwo"));
        job("restore-000002");
        assertThat(lines())
                .containsExactly(
                        "Id:        restore-000002",
                        "Operation: restore",
                        "State:     COMPLETED",
                        "Phase:     ended",
                        "Host:      localhost",
                        "Login:     mazu (shown for the gateway's own storage too: no login takes place)",
                        "Directory: /backups/20260227_1546",
                        "Started:   2026-02-27T15:46:26Z",
                        "Ended:     2026-02-27T15:46:35Z",
                        "Progress:  12 files, directories and links; 3456 bytes of content; 789 bytes sent or fetched",
                        "Message:   one",
                        "Message:   two");
    }

    @Test
    void aJobThatRunsHasNoEndAndPerhapsNoDirectoryOfItsOwn() throws Exception {
        jobs.known.add(job(Operation.BACKUP, 1, Phase.CHECKING, JobState.EXECUTING, ""));
        job("backup-000001");
        assertThat(lines())
                .contains("Directory: /backups")
                .noneMatch(line -> line.startsWith("Ended") || line.startsWith("Message"));
    }

    @Test
    void unknownJobIsReportedWithAHint() {
        assertRefused(() -> job("restore-000009"), "no job restore-000009", "gateway-backup:jobs");
        assertRefused(() -> confirm("restore-000009"), "no job restore-000009", "gateway-backup:jobs");
    }

    @Test
    void theRestoreThatAwaitsAConfirmationIsConfirmedWithoutItsName() throws Exception {
        jobs.known.add(job(Operation.RESTORE, 2, Phase.AWAITING_CONFIRMATION, JobState.EXECUTING, ""));
        confirm(null);
        assertThat(jobs.confirmed).containsExactly("restore-000002");
        assertThat(lines()).containsExactly("restore-000002 is confirmed: the restored state stays");
    }

    @Test
    void aRestoreIsConfirmedByItsName() throws Exception {
        jobs.known.add(job(Operation.RESTORE, 2, Phase.AWAITING_CONFIRMATION, JobState.EXECUTING, ""));
        confirm("restore-000002");
        assertThat(jobs.confirmed).containsExactly("restore-000002");
    }

    @Test
    void nothingIsConfirmedWithoutAPendingConfirmation() {
        assertRefused(() -> confirm(null), "No restore awaits a confirmation");
        jobs.known.add(job(Operation.RESTORE, 2, Phase.ENDED, JobState.COMPLETED, ""));
        assertRefused(() -> confirm(null), "No restore awaits a confirmation");
        assertRefused(() -> confirm("restore-000002"), "nothing to confirm", "restore-000002");
        assertThat(jobs.confirmed).isEmpty();
    }

    @Test
    void viewerConfirmsNothing() {
        jobs.known.add(job(Operation.RESTORE, 2, Phase.AWAITING_CONFIRMATION, JobState.EXECUTING, ""));
        String[] words = {"no permission to confirm a restore", "admin or backup-operator"};
        assertRefused(() -> confirm(null, new RolePrincipal("viewer"), new RolePrincipal("ssh")), words);
        assertRefused(() -> confirm("restore-000002", new UserPrincipal("admin")), words);
        ConfirmCommand withoutUser = new ConfirmCommand();
        assertRefused(withoutUser::execute, words);
        assertThat(jobs.confirmed).isEmpty();
    }

    @Test
    void unwritableConfirmationIsReported() {
        jobs.known.add(job(Operation.RESTORE, 2, Phase.AWAITING_CONFIRMATION, JobState.EXECUTING, ""));
        jobs.fault = new IOException("canary");
        assertRefused(() -> confirm(null), "restore-000002 still awaits a confirmation", "state directory");
    }

    @Test
    void idsOfTheLatestJobsAreCompleted() {
        jobs.known.add(job(Operation.RESTORE, 2, Phase.ENDED, JobState.COMPLETED, ""));
        jobs.known.add(job(Operation.BACKUP, 3, Phase.ENDED, JobState.COMPLETED, ""));
        JobIdCompleter completer = new JobIdCompleter();
        completer.jobs = jobs;
        assertThat(completed(completer, "")).containsExactly("backup-000003 ", "restore-000002 ");
        assertThat(completed(completer, "r")).containsExactly("restore-000002 ");
        assertThat(completed(completer, "x")).isEmpty();
    }

    private List<String> completed(JobIdCompleter completer, String word) {
        List<String> candidates = new ArrayList<>();
        completer.complete(session, new SingleWordLine(word), candidates);
        return candidates;
    }

    private interface Execution {
        void run() throws CommandException;
    }

    private void assertRefused(Execution execution, String... words) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(execution::run)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(words).doesNotContain("canary"));
        assertThat(lines()).isEmpty();
    }
}
