package org.flowgateway.backup.access;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.modules.properties.PropertiesLoginModule;

/**
 * Login module of the users' file in which an unknown name costs the same time as a known one: else the time tells which names exist.
 *
 * <p>Users whom another module of the realm knows are unknown here. Once they logged in, their names are spared the hash that is computed for
 * nothing.
 */
public final class GatewayLoginModule extends PropertiesLoginModule {

    private static final int MAX_FOREIGN_USERS = 64;
    private static final Set<String> FOREIGN_USERS = ConcurrentHashMap.newKeySet();

    private boolean checked;
    private String name = "";
    private char[] password = new char[0];

    @Override
    public void initialize(Subject subject, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
        super.initialize(subject, callbacks -> answer(handler, callbacks), sharedState, options);
    }

    @Override
    public boolean login() throws LoginException {
        checked = false;
        try {
            return super.login();
        } finally {
            if (!checked && !FOREIGN_USERS.contains(name)) {
                super.checkPassword(new String(password), UserFile.MARK + PasswordHash.NOBODYS + UserFile.MARK);
            }
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public boolean checkPassword(String plain, String stored) {
        checked = true;
        return super.checkPassword(plain, stored);
    }

    /** Is called of every module once the login succeeded, whichever module knew the user. */
    @Override
    public boolean commit() throws LoginException {
        if (!checked && FOREIGN_USERS.size() < MAX_FOREIGN_USERS) {
            FOREIGN_USERS.add(name);
        }
        return super.commit();
    }

    private void answer(CallbackHandler handler, Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        handler.handle(callbacks);
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback asked && asked.getName() != null) {
                name = asked.getName();
            } else if (callback instanceof PasswordCallback asked && asked.getPassword() != null) {
                password = asked.getPassword();
            }
        }
    }
}
