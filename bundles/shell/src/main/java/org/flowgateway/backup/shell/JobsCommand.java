package org.flowgateway.backup.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobService;

/** Command {@code gateway-backup:jobs}, which lists all recorded jobs, newest first, one a line. The container creates one for each call. */
@Service
@Command(scope = JobsCommand.SCOPE, name = "jobs", description = "Shows all jobs whose records are kept, newest first")
public final class JobsCommand implements Action {

    static final String SCOPE = "gateway-backup";

    @Reference
    JobService jobs;

    @Reference
    Session session;

    /** Prints the jobs. */
    @Override
    public Object execute() {
        ShellTable table = new ShellTable().emptyTableText("No job has run yet");
        table.column("Id");
        table.column("State");
        table.column("Phase");
        table.column("Started");
        table.column("Message");
        for (Job job : jobs.jobs()) {
            table.addRow()
                    .addContent(
                            job.id(),
                            job.state(),
                            job.phase().title(),
                            job.started(),
                            job.message().replace("\n", " | "));
        }
        table.print(session.getConsole());
        return null;
    }
}
