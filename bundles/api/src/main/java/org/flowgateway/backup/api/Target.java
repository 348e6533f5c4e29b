package org.flowgateway.backup.api;

/**
 * Target of backups, as given by a caller.
 *
 * @param hostname {@code localhost}, a host name or address with or without a port, or {@code scheme://…}; at most 255 characters
 * @param username the login there, at most 255 characters; "" for none
 * @param path the directory that holds the backups (for a restore also one backup's own directory), at most 4,096 characters; "" for the
 *         target's default
 */
public record Target(String hostname, String username, String path) {

    /**
     * Validates characters and lengths; the requirements of a scheme are checked when a job is started.
     *
     * @throws InvalidRequestException naming the property, if a value is too long, holds a control character or a lone surrogate, if
     *         {@code hostname} is empty, or if it carries user information
     */
    public Target {
        Text.check("hostname", hostname, 255);
        Text.check("username", username, 255);
        Text.check("path", path, 4096);
        if (hostname.isBlank()) {
            throw RequestMessage.HOSTNAME_MISSING.exception("hostname");
        }
        if (hostname.indexOf('@') >= 0) {
            // The message omits the value: the text before the @ may be a password.
            throw RequestMessage.HOSTNAME_WITH_LOGIN.exception("hostname");
        }
    }
}
