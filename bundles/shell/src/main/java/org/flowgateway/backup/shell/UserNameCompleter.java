package org.flowgateway.backup.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.UserAccount;
import org.flowgateway.backup.api.UserAccounts;
import org.flowgateway.backup.shell.caller.ShellUser;

/** Completer of user names, for users who may see them. */
@Service
public final class UserNameCompleter implements Completer {

    @Reference
    UserAccounts accounts;

    /** Adds the names that start with the word at the cursor. */
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    private List<String> names() {
        try {
            return ShellUser.isAdmin()
                    ? accounts.all().stream().map(UserAccount::name).toList()
                    : List.of();
        } catch (StateDirectoryException e) {
            return List.of(); // The command itself reports it.
        }
    }
}
