package org.flowgateway.backup.shell;

import java.util.Arrays;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.UserAccounts;
import org.flowgateway.backup.shell.caller.ShellUser;

/**
 * Command {@code gateway-backup:passwd [USER]}, which sets a user's password. It prompts twice without echo, or reads the standard input if
 * there is no terminal. The password is no argument, which would stay in the history. The container creates one for each call.
 */
@Service
@Command(
        scope = JobsCommand.SCOPE,
        name = "passwd",
        description =
                "Changes a user's password: asks for it, or reads one line of the standard input where there is no terminal")
public final class PasswdCommand implements Action {

    @Reference
    UserAccounts accounts;

    @Reference
    Session session;

    @Argument(name = "user", description = "The user; without it, the one at the shell")
    @Completion(UserNameCompleter.class)
    String user;

    /**
     * Changes the password and reports it.
     *
     * @throws CommandException if the user has no permission, there is no such user, or the password is invalid or cannot be stored
     */
    @Override
    public Object execute() throws CommandException {
        Actor actor = ShellUser.actor();
        String name = user == null ? actor.user() : user;
        if (name.isEmpty()) {
            throw ShellMessage.USER_UNKNOWN.exception();
        }
        if (!name.equals(actor.user())) {
            ShellUser.checkAdmin("change another user's password");
        }
        char[] typed = new PasswordInput(session).read(name);
        try (Secret password = new Secret(typed)) {
            if (!accounts.changePassword(name, password, actor)) {
                throw ShellMessage.NO_USER.exception(name);
            }
        } catch (InvalidRequestException | StateDirectoryException e) {
            throw new CommandException(e.getMessage(), e);
        } finally {
            Arrays.fill(typed, '\0');
        }
        session.getConsole().println("The password of " + name + " is changed");
        return null;
    }
}
