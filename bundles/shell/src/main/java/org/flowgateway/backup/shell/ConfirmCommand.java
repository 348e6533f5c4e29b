package org.flowgateway.backup.shell;

import java.io.IOException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.shell.caller.ShellUser;

/**
 * Command {@code gateway-backup:confirm [ID]}, which confirms a restored state in its confirmation window. The container creates one for each
 * call.
 */
@Service
@Command(
        scope = JobsCommand.SCOPE,
        name = "confirm",
        description = "Keeps the restored state of a restore that awaits a confirmation")
public final class ConfirmCommand implements Action {

    @Reference
    JobService jobs;

    @Reference
    Session session;

    @Argument(name = "id", description = "The restore's id; without it, the one that awaits a confirmation")
    @Completion(JobIdCompleter.class)
    String id;

    /**
     * Confirms the state and reports it.
     *
     * @throws CommandException if the user has no permission, there is nothing to confirm, or the confirmation cannot be stored
     */
    @Override
    public Object execute() throws CommandException {
        ShellUser.checkMayChange("confirm a restore");
        String confirmed = id == null ? waiting() : id;
        try {
            if (!jobs.onBehalfOf(ShellUser.actor()).confirm(confirmed)) {
                throw ShellMessage.NO_JOB.exception(confirmed);
            }
        } catch (NothingToConfirmException e) {
            throw new CommandException(e.getMessage(), e);
        } catch (IOException e) {
            throw ShellMessage.CONFIRMATION_NOT_STORED.causedBy(e, confirmed);
        }
        session.getConsole().println(confirmed + " is confirmed: the restored state stays");
        return null;
    }

    private String waiting() throws CommandException {
        return jobs.latest(Operation.RESTORE)
                .filter(job -> job.phase() == Phase.AWAITING_CONFIRMATION)
                .map(Job::id)
                .orElseThrow(() -> ShellMessage.NOTHING_TO_CONFIRM.exception());
    }
}
