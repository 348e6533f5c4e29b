package org.flowgateway.backup.shell.caller;

import java.security.AccessController;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.support.CommandException;

/**
 * Who is at the shell. Karaf has files for this, but takes what stands behind the dash in the name of a command's scope for something else:
 * there can be none for these commands.
 */
public final class Caller {

    private static final Set<String> MAY_CHANGE = Set.of("admin", "backup-operator");

    private Caller() {
    }

    /**
     * Fails for those who may only look; the roles are those of calls over HTTPS.
     *
     * @param what a verb and its object, for the message
     * @throws CommandException if the person at the shell may not
     */
    @SuppressWarnings("removal") // The shell hands its user on in no other way.
    public static void checkMayChange(String what) throws CommandException {
        Subject subject = Subject.getSubject(AccessController.getContext());
        boolean may = subject != null
                && subject.getPrincipals(RolePrincipal.class).stream().anyMatch(role -> MAY_CHANGE.contains(role.getName()));
        if (!may) {
            throw new CommandException("This user may only look; to " + what + " needs the role admin or backup-operator");
        }
    }
}
