package com.example.backup.ftps;

import java.time.Duration;

/**
 * Timeouts of a connection.
 *
 * @param connect maximum time of an attempt to connect
 * @param progress maximum time of a read or write without progress
 */
record FtpsTimeouts(Duration connect, Duration progress) {

    private static final int MAX_SECONDS = 3600;

    /** @throws IllegalArgumentException naming PID and key, if a value is out of range */
    static FtpsTimeouts of(FtpsConfiguration configuration) {
        return new FtpsTimeouts(
                seconds("connect-timeout-seconds", configuration.connect$_$timeout$_$seconds()),
                seconds("timeout-seconds", configuration.timeout$_$seconds()));
    }

    private static Duration seconds(String key, int seconds) {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    FtpsConfiguration.PID + ": " + key + " [" + seconds + "] is not 1 to " + MAX_SECONDS);
        }
        return Duration.ofSeconds(seconds);
    }
}
