package org.flowgateway.backup.certify;

import java.util.Arrays;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Target to be certified.
 *
 * @param provider the transport
 * @param target completed target; all objects are stored in the run's own directories below it
 * @param password of the login there, which stays the caller's and must outlive the run
 */
record CandidateTarget(TransportProvider provider, TransportTarget target, Optional<Secret> password) {

    /** Replaces the password in a text, in case a transport revealed it. */
    String redact(String text) {
        return password.map(secret -> text.replace(text(secret), "***")).orElse(text);
    }

    /** Returns the password as the test kit takes it. */
    Optional<String> passwordText() {
        return password.map(CandidateTarget::text);
    }

    private static String text(Secret secret) {
        char[] characters = secret.characters();
        try {
            return new String(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** Returns a directory below the target, as a target. */
    TransportTarget subdirectory(String directory) {
        return target.withPath(
                target.path().isEmpty() || target.path().endsWith("/")
                        ? target.path() + directory
                        : target.path() + "/" + directory);
    }

    /** Returns the target, without the password. */
    @Override
    public String toString() {
        return target.toString();
    }
}
