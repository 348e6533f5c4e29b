package org.flowgateway.backup.certify;

import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * What is to be certified.
 *
 * @param provider the transport
 * @param target the place in it, as the transport completed it; everything is stored in directories of the run's own below it
 * @param password of the login there
 */
record CandidateTarget(TransportProvider provider, TransportTarget target, Optional<String> password) {

    /** A text in which the password is not to be read, should a transport have told it. */
    String redact(String text) {
        return password.map(secret -> text.replace(secret, "***")).orElse(text);
    }

    /** A directory below the target, as a target of its own. */
    TransportTarget subdirectory(String directory) {
        return target.withPath(
                target.path().isEmpty() || target.path().endsWith("/")
                        ? target.path() + directory
                        : target.path() + "/" + directory);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return target.toString();
    }
}
