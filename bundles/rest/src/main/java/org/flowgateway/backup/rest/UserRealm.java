package org.flowgateway.backup.rest;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JAAS realm of the container's users. */
class UserRealm {

    private static final Logger LOG = LoggerFactory.getLogger(UserRealm.class);
    private static final String REALM = "karaf";

    /**
     * Checks a login.
     *
     * @return the user's roles here, possibly none; empty if user or password is wrong, or the realm failed
     */
    Optional<Set<UserRole>> login(BasicCredentials credentials) {
        Subject subject = new Subject();
        try {
            LoginContext login = new LoginContext(REALM, subject, callbacks -> answer(callbacks, credentials));
            login.login();
            Set<UserRole> roles = EnumSet.noneOf(UserRole.class);
            subject.getPrincipals(RolePrincipal.class)
                    .forEach(role -> UserRole.named(role.getName()).ifPresent(roles::add));
            login.logout();
            return Optional.of(roles);
        } catch (FailedLoginException e) {
            LOG.debug("Login refused: {}", e.getMessage());
            return Optional.empty();
        } catch (LoginException e) {
            // The realm failed, not the password; the login is refused all the same.
            LOG.warn("The realm {} could not check a login: {}", REALM, e.getMessage());
            return Optional.empty();
        }
    }

    private static void answer(Callback[] callbacks, BasicCredentials credentials) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(credentials.user());
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(credentials.password());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
