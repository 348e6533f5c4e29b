package org.flowgateway.backup.shell.caller;

import java.security.AccessController;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.Actor;

/**
 * Who is at the shell. Karaf has files for this, but takes what stands behind the dash in the name of a command's scope for something else:
 * there can be none for these commands.
 */
public final class ShellUser {

    private static final String ADMIN = "admin";
    private static final Set<String> MAY_CHANGE = Set.of(ADMIN, "backup-operator");
    /** Stands for an address where the shell is that of the process itself. */
    private static final String TERMINAL = "terminal";

    private ShellUser() {}

    /**
     * Fails for those who may only look; the roles are those of calls over HTTPS.
     *
     * @param what a verb and its object, for the message
     * @throws CommandException if the person at the shell may not
     */
    public static void checkMayChange(String what) throws CommandException {
        if (!hasRole(MAY_CHANGE)) {
            throw new CommandException(
                    "This user may only look; to " + what + " needs the role admin or backup-operator");
        }
    }

    /** Returns whether the person at the shell may do everything. */
    public static boolean isAdmin() {
        return hasRole(Set.of(ADMIN));
    }

    /** The person at the shell, and where they sit; without a name if the shell does not say. */
    public static Actor actor() {
        Optional<Subject> subject = subject();
        String user = subject.flatMap(found ->
                        found.getPrincipals(UserPrincipal.class).stream().findFirst())
                .map(UserPrincipal::getName)
                .orElse("");
        String address = subject.flatMap(found ->
                        found.getPrincipals(ClientPrincipal.class).stream().findFirst())
                .map(client -> address(client.getAddress()))
                .orElse(TERMINAL);
        return new Actor(user, address);
    }

    /** Java writes a socket's address as {@code /192.0.2.7:50022}. */
    private static String address(String socket) {
        return socket == null ? "" : socket.replaceFirst("^[^/]*/", "").replaceFirst(":\\d+$", "");
    }

    private static boolean hasRole(Set<String> roles) {
        return subject().stream()
                .flatMap(found -> found.getPrincipals(RolePrincipal.class).stream())
                .anyMatch(role -> roles.contains(role.getName()));
    }

    @SuppressWarnings("removal") // The shell hands its user on in no other way.
    private static Optional<Subject> subject() {
        return Optional.ofNullable(Subject.getSubject(AccessController.getContext()));
    }
}
