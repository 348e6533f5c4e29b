package org.flowgateway.backup.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.readiness.SettingException;

/**
 * Validated configuration. Settings of the listener and of the users' realm are separate, so that a bad value of one does not stop the other.
 */
final class AccessSettings {

    /** Names that a Basic login, a properties file and a shell command all accept. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    /** Maximum of {@code hsts-seconds}: two years. */
    private static final int MAX_HSTS_SECONDS = 63_072_000;

    private AccessSettings() {}

    /**
     * Settings of the listener.
     *
     * @param bindAddress address of the HTTPS listener
     * @param httpsPort TCP port of the HTTPS listener
     * @param httpPort TCP port of plain HTTP on loopback; empty: off
     * @param stateDirectory where the certificate is kept
     * @param proxies reverse proxies whose headers are accepted
     * @param hstsSeconds max-age of Strict-Transport-Security, in seconds; empty: the header is not sent
     */
    record ListenerSettings(
            InetAddress bindAddress,
            int httpsPort,
            OptionalInt httpPort,
            Path stateDirectory,
            TrustedProxies proxies,
            OptionalInt hstsSeconds) {}

    /**
     * Settings of the users' realm.
     *
     * @param stateDirectory where the users are kept
     * @param adminUser login name of the first user
     */
    record UserSettings(Path stateDirectory, String adminUser) {}

    /**
     * Validates the listener's settings.
     *
     * @throws SettingException naming key and value, if a value is not usable
     */
    static ListenerSettings listener(AccessConfiguration configuration) {
        int httpsPort = port("https-port", configuration.https$_$port());
        OptionalInt httpPort = isUnset(configuration.http$_$port())
                ? OptionalInt.empty()
                : OptionalInt.of(port("http-port", configuration.http$_$port()));
        if (httpPort.isPresent() && httpPort.getAsInt() == httpsPort) {
            throw refused("http-port", AccessMessage.PORTS_EQUAL.with(shown(configuration.http$_$port())));
        }
        return new ListenerSettings(
                address(configuration.bind$_$address()),
                httpsPort,
                httpPort,
                directory(configuration.state$_$dir()),
                proxies(configuration.trusted$_$proxies()),
                hsts(configuration.hsts$_$seconds()));
    }

    /**
     * Validates the settings of the users' realm.
     *
     * @throws SettingException naming key and value, if a value is not usable
     */
    static UserSettings users(AccessConfiguration configuration) {
        return new UserSettings(directory(configuration.state$_$dir()), user(configuration.admin$_$user()));
    }

    private static InetAddress address(String value) {
        try {
            if (isUnset(value)) {
                throw invalidAddress(value);
            }
            return InetAddress.getByName(value.strip());
        } catch (UnknownHostException e) {
            throw invalidAddress(value);
        }
    }

    private static SettingException invalidAddress(String value) {
        return refused("bind-address", AccessMessage.BIND_ADDRESS_INVALID.with(shown(value)));
    }

    private static int port(String key, String value) {
        int port;
        try {
            port = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw refused(key, AccessMessage.PORT_INVALID.with(key, shown(value)));
        }
        if (port < 1 || port > 65535) {
            throw refused(key, AccessMessage.PORT_INVALID.with(key, shown(value)));
        }
        return port;
    }

    private static TrustedProxies proxies(String value) {
        try {
            return TrustedProxies.parse(value);
        } catch (IllegalArgumentException e) {
            throw refused("trusted-proxies", AccessMessage.PROXIES_INVALID.with(shown(e.getMessage())));
        }
    }

    private static OptionalInt hsts(String value) {
        if (isUnset(value)) {
            return OptionalInt.empty();
        }
        try {
            int seconds = Integer.parseInt(value.strip());
            if (seconds >= 1 && seconds <= MAX_HSTS_SECONDS) {
                return OptionalInt.of(seconds);
            }
        } catch (NumberFormatException e) {
            throw invalidHsts(value);
        }
        throw invalidHsts(value);
    }

    private static SettingException invalidHsts(String value) {
        return refused("hsts-seconds", AccessMessage.HSTS_INVALID.with(shown(value), MAX_HSTS_SECONDS));
    }

    private static Path directory(String value) {
        try {
            if (isUnset(value)) {
                throw refused("state-dir", AccessMessage.STATE_DIRECTORY_MISSING.with());
            }
            return Path.of(value.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused("state-dir", AccessMessage.STATE_DIRECTORY_INVALID.with(shown(value)));
        }
    }

    private static String user(String value) {
        if (value == null || !USER.matcher(value).matches()) {
            throw refused("admin-user", AccessMessage.ADMIN_USER_INVALID.with(shown(value)));
        }
        return value;
    }

    private static boolean isUnset(String value) {
        return value == null || value.isBlank();
    }

    private static String shown(String value) {
        return value == null ? "" : value.replaceAll("\\p{Cntrl}", "?");
    }

    private static SettingException refused(String key, Message why) {
        return new SettingException(AccessConfiguration.PID, key, why);
    }
}
