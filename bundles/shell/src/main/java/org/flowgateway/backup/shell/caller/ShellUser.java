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

/** User at the shell. Karaf has ACL files for commands, but misreads a scope with a dash in its name: there can be none for these commands. */
public final class ShellUser {

    private static final String ADMIN = "admin";
    private static final Set<String> MAY_CHANGE = Set.of(ADMIN, "backup-operator");
    /** Address of a user at the shell of the process itself. */
    private static final String TERMINAL = "terminal";

    private ShellUser() {}

    /**
     * Refuses users who may only read; the roles are those of calls over HTTPS.
     *
     * @param task verb and object, for the message
     * @throws CommandException if the user has no permission
     */
    public static void checkMayChange(String task) throws CommandException {
        if (!hasRole(MAY_CHANGE)) {
            throw CallerMessage.OPERATOR_REQUIRED.exception(task);
        }
    }

    /**
     * Refuses users who are no administrators.
     *
     * @param task verb and object, for the message
     * @throws CommandException if the user has no permission
     */
    public static void checkAdmin(String task) throws CommandException {
        if (!isAdmin()) {
            throw CallerMessage.ADMIN_REQUIRED.exception(task);
        }
    }

    /** Returns whether the user is an administrator. */
    public static boolean isAdmin() {
        return hasRole(Set.of(ADMIN));
    }

    /** Returns the user and the client's address; without a name if the shell does not provide it. */
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

    /** Returns the address of a socket, which Java writes as {@code /192.0.2.7:50022}. */
    private static String address(String socket) {
        return socket == null ? "" : socket.replaceFirst("^[^/]*/", "").replaceFirst(":\\d+$", "");
    }

    private static boolean hasRole(Set<String> roles) {
        return subject().stream()
                .flatMap(found -> found.getPrincipals(RolePrincipal.class).stream())
                .anyMatch(role -> roles.contains(role.getName()));
    }

    @SuppressWarnings("removal") // The shell passes its user in no other way.
    private static Optional<Subject> subject() {
        return Optional.ofNullable(Subject.getSubject(AccessController.getContext()));
    }
}
