package org.flowgateway.backup.core;

import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.SecurityPassword;

/**
 * Secrets of one job. They are wiped as soon as it does not need them any more.
 *
 * @param password of the login at the target
 * @param securityPassword protects the backup
 */
record JobSecrets(Optional<Secret> password, SecurityPassword securityPassword) {

    /** Overwrites the secrets; may be called more than once. */
    void wipe() {
        password.ifPresent(Secret::close);
        securityPassword.close();
    }
}
