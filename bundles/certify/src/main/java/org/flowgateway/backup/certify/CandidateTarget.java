package org.flowgateway.backup.certify;

import java.util.Arrays;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Target to be certified.
 *
 * @param provider the transport
 * @param target completed target; all objects are stored in the run's own directories below it
 * @param password of the login there, which stays the caller's and must outlive the run
 */
record CandidateTarget(TransportProvider provider, TransportTarget target, Optional<Secret> password) {

    /** Returns the same target, reached through another provider. */
    CandidateTarget through(TransportProvider otherProvider) {
        return new CandidateTarget(otherProvider, target, password);
    }

    /** Opens a session on the target itself. */
    TransportSession open() throws TransportException {
        return provider.open(target, password);
    }

    /** Opens a session on a directory below the target. */
    TransportSession open(String directory) throws TransportException {
        return provider.open(subdirectory(directory), password);
    }

    /** Replaces the password in a text, in case a transport revealed it. */
    String redact(String text) {
        return password.map(secret -> text.replace(text(secret), "***")).orElse(text);
    }

    /** Returns one line for people, without the password and without control characters, which a server may have sent. */
    String printable(String text) {
        return redact(text).replaceAll("\\p{Cc}", " ");
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

    /** Returns the target for people, as {@code scheme://user@address path}. */
    String displayName() {
        String login = target.username().isEmpty() ? "" : target.username() + "@";
        String path = target.path().isEmpty() ? "" : " " + target.path();
        return printable(target.scheme() + "://" + login + target.address() + path);
    }

    /** Returns the target, without the password. */
    @Override
    public String toString() {
        return target.toString();
    }
}
