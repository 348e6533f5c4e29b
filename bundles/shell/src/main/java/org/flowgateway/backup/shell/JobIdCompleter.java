package org.flowgateway.backup.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobService;

/** Completer of job ids. */
@Service
public final class JobIdCompleter implements Completer {

    @Reference
    JobService jobs;

    /** Adds the ids that start with the word at the cursor. */
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> ids = jobs.jobs().stream().map(Job::id).toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
