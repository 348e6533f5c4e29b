package org.flowgateway.backup.transport.sftp;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.spi.readiness.SettingException;
import org.flowgateway.backup.transport.sftp.ssh.HostKeyPolicy;
import org.flowgateway.backup.transport.sftp.ssh.SshTimeouts;

/**
 * Validated configuration.
 *
 * @param knownHosts file of known host keys; it may be missing
 * @param hostKeys policy for the key of an unknown host
 * @param keyFile private key for logins
 * @param connectTimeout timeout of connection, host identity and login together
 * @param progress timeout of a connected host that makes no progress
 */
record SftpSettings(
        Path knownHosts, HostKeyPolicy hostKeys, Optional<Path> keyFile, Duration connectTimeout, Duration progress) {

    private static final int MAX_SECONDS = 3600;

    /** @throws SettingException naming key and value, if a value cannot be used */
    static SftpSettings of(SftpConfiguration configuration) {
        return new SftpSettings(
                knownHosts(configuration.known$_$hosts(), configuration.state$_$dir()),
                policy(configuration.host$_$keys()),
                configuration.key$_$file().isBlank()
                        ? Optional.empty()
                        : Optional.of(path("key-file", configuration.key$_$file())),
                seconds("connect-timeout-seconds", configuration.connect$_$timeout$_$seconds()),
                seconds("progress-timeout-seconds", configuration.progress$_$timeout$_$seconds()));
    }

    /** Timeouts of a connection made with these settings. */
    SshTimeouts timeouts() {
        return new SshTimeouts(connectTimeout, progress);
    }

    private static Path knownHosts(String file, String stateDirectory) {
        if (!file.isBlank()) {
            return path("known-hosts", file);
        }
        if (stateDirectory.isBlank()) {
            throw refused(
                    "known-hosts",
                    file,
                    "is needed where state-dir is not set: the file that host keys are remembered in");
        }
        return path("state-dir", stateDirectory).resolve("known_hosts");
    }

    private static HostKeyPolicy policy(String value) {
        return switch (value.strip()) {
            case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
            case "strict" -> HostKeyPolicy.STRICT;
            default -> throw refused("host-keys", value, "is neither accept-new nor strict");
        };
    }

    private static Path path(String key, String value) {
        try {
            return Path.of(value.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused(key, value, "is not a path");
        }
    }

    private static Duration seconds(String key, int value) {
        if (value < 1 || value > MAX_SECONDS) {
            throw refused(key, String.valueOf(value), "is not a number of seconds from 1 to " + MAX_SECONDS);
        }
        return Duration.ofSeconds(value);
    }

    private static SettingException refused(String key, String value, String why) {
        return new SettingException(SftpConfiguration.PID, key, value.replaceAll("\\p{Cntrl}", "?"), why);
    }
}
