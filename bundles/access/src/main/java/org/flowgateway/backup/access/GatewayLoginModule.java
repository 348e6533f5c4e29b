package org.flowgateway.backup.access;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.modules.AbstractKarafLoginModule;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;

/**
 * Login module of the gateway's own users, as their file is at this moment. Logins at the container's shell are audited here; those over HTTPS
 * are audited where the client's address is known.
 */
public final class GatewayLoginModule extends AbstractKarafLoginModule {

    /** Option: the {@link GatewayUsers}. */
    static final String USERS = "org.flowgateway.backup.users";
    /** Option: consumer of {@link AuditEvent}s. */
    static final String AUDIT = "org.flowgateway.backup.audit";

    private GatewayUsers users;
    private Consumer<AuditEvent> audit;

    /** Constructor for the container, which creates one module for each login. */
    public GatewayLoginModule() {}

    @Override
    @SuppressWarnings("unchecked")
    public void initialize(Subject loggedIn, CallbackHandler handler, Map<String, ?> state, Map<String, ?> settings) {
        super.initialize(loggedIn, handler, settings);
        users = (GatewayUsers) settings.get(USERS);
        audit = (Consumer<AuditEvent>) settings.get(AUDIT);
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("User: ");
        PasswordCallback password = new PasswordCallback("Password: ", false);
        try {
            callbackHandler.handle(new Callback[] {name, password});
        } catch (IOException | UnsupportedCallbackException e) {
            throw withCause(new LoginException("The login gives no name or no password"), e);
        }
        user = name.getName();
        char[] given = password.getPassword();
        password.clearPassword();
        if (user == null || given == null) {
            throw new FailedLoginException("login failed");
        }
        try {
            principals = new HashSet<>(
                    users.login(user, new String(given)).orElseThrow(() -> new FailedLoginException("login failed")));
        } catch (IOException e) {
            throw withCause(new LoginException("The users cannot be read: " + e.getMessage()), e);
        }
        succeeded = true;
        return true;
    }

    private static LoginException withCause(LoginException failure, Exception cause) {
        failure.initCause(cause);
        return failure;
    }

    @Override
    public boolean commit() throws LoginException {
        if (!succeeded && user != null) {
            users.knownElsewhere(user);
        }
        boolean committed = super.commit();
        audit(AuditEvent.OK);
        return committed;
    }

    @Override
    public boolean abort() throws LoginException {
        boolean aborted = super.abort();
        audit("FAILED");
        return aborted;
    }

    /** Audits a login at the container's shell, the only client that is named in the subject. */
    private void audit(String result) {
        Set<ClientPrincipal> clients = subject.getPrincipals(ClientPrincipal.class);
        if (user != null && !clients.isEmpty()) {
            ClientPrincipal client = clients.iterator().next();
            audit.accept(new AuditEvent(
                    new Actor(user, address(client.getAddress())), AuditEvent.Action.LOGIN, "shell", result));
        }
    }

    /** Returns the address of a socket, which Java writes as {@code /192.0.2.7:50022}. */
    private static String address(String socket) {
        return socket == null ? "" : socket.replaceFirst("^[^/]*/", "").replaceFirst(":\\d+$", "");
    }
}
