package org.flowgateway.backup.certify;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Target to be certified.
 *
 * @param provider the transport
 * @param target completed target; all objects are stored in the run's own directories below it
 * @param password of the login there
 */
record CandidateTarget(TransportProvider provider, TransportTarget target, Optional<String> password) {

    /** Replaces the password in a text, in case a transport revealed it. */
    String redact(String text) {
        return password.map(secret -> text.replace(secret, "***")).orElse(text);
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
