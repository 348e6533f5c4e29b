package org.flowgateway.backup.shell;

import java.security.AccessController;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.support.CommandException;

/**
 * Who is at the shell. Karaf has files for this, but takes what stands behind the dash in the name of a command's scope for something else:
 * there can be none for these commands.
 */
final class Caller {

    private static final Set<String> MAY_CHANGE = Set.of("admin", "backup-operator");

    private Caller() {
    }

    /** @throws CommandException if the person at the shell may only look: the roles are those of the same calls over HTTPS */
    @SuppressWarnings("removal") // The shell hands its user on in no other way.
    static void checkMayChange() throws CommandException {
        Subject subject = Subject.getSubject(AccessController.getContext());
        boolean may = subject != null
                && subject.getPrincipals(RolePrincipal.class).stream().anyMatch(role -> MAY_CHANGE.contains(role.getName()));
        if (!may) {
            throw new CommandException("This user may only look; to confirm a restore needs the role admin or backup-operator");
        }
    }
}
