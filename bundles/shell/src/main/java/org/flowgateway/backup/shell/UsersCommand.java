package org.flowgateway.backup.shell;

import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.UserAccount;
import org.flowgateway.backup.api.UserAccounts;
import org.flowgateway.backup.shell.caller.ShellUser;

/** Command {@code gateway-backup:users}, which lists the gateway's own users, one a line. The container creates one for each call. */
@Service
@Command(
        scope = JobsCommand.SCOPE,
        name = "users",
        description = "Shows the gateway's users, their roles and how their passwords are stored")
public final class UsersCommand implements Action {

    @Reference
    UserAccounts accounts;

    @Reference
    Session session;

    /**
     * Prints the users.
     *
     * @throws CommandException if the user has no permission, or they cannot be read
     */
    @Override
    public Object execute() throws CommandException {
        ShellUser.checkAdmin("see the users");
        ShellTable table = new ShellTable().emptyTableText("No user is in users.properties");
        table.column("User");
        table.column("Roles");
        table.column("Password");
        try {
            for (UserAccount account : accounts.all()) {
                table.addRow()
                        .addContent(
                                account.name(),
                                String.join(", ", account.roles()),
                                account.password().name().toLowerCase(Locale.ROOT));
            }
        } catch (StateDirectoryException e) {
            throw new CommandException(e.getMessage(), e);
        }
        table.print(session.getConsole());
        return null;
    }
}
