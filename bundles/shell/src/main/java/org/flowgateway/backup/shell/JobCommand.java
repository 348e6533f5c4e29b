package org.flowgateway.backup.shell;

import java.io.PrintStream;
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
import org.flowgateway.backup.api.Target;

/** Command {@code gateway-backup:job ID}, which shows one job completely. The container creates one for each call. */
@Service
@Command(scope = JobsCommand.SCOPE, name = "job", description = "Shows one job")
public final class JobCommand implements Action {

    private static final String LOCAL = "localhost";

    @Reference
    JobService jobs;

    @Reference
    Session session;

    @Argument(name = "id", description = "The job's id, such as restore-000001", required = true)
    @Completion(JobIdCompleter.class)
    String id;

    /**
     * Prints the job.
     *
     * @throws CommandException if there is no job of this id
     */
    @Override
    public Object execute() throws CommandException {
        Job job = jobs.job(id).orElseThrow(() -> ShellMessage.NO_JOB.exception(id));
        PrintStream out = session.getConsole();
        out.println("Id:        " + job.id());
        out.println("Operation: " + job.operation().noun());
        out.println("State:     " + job.state());
        out.println("Phase:     " + job.phase().title());
        out.println("Host:      " + job.target().hostname());
        out.println("Login:     " + login(job.target()));
        out.println(
                "Directory: " + (job.backupDirectory().isEmpty() ? job.target().path() : job.backupDirectory()));
        out.println("Started:   " + job.started());
        if (!job.startedBy().user().isEmpty()) {
            out.println("By:        " + job.startedBy().user() + " from "
                    + job.startedBy().address());
        }
        job.ended().ifPresent(ended -> out.println("Ended:     " + ended));
        out.println("Progress:  " + job.progress().entries() + " files, directories and links; "
                + job.progress().plainBytes() + " bytes of content; "
                + job.progress().storedBytes() + " bytes sent or fetched");
        job.message().lines().forEach(line -> out.println("Message:   " + line));
        job.error().ifPresent(error -> out.println("Code:      " + error.code()));
        return null;
    }

    /** Returns the login. The contract 1.0 shows a user for local storage too, although nobody logs in there. */
    private static String login(Target target) {
        return target.hostname().equals(LOCAL)
                ? target.username() + " (shown for the gateway's own storage too: no login takes place)"
                : target.username();
    }
}
