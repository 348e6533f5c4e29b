package org.flowgateway.backup.transport.s3;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.flowgateway.backup.spi.readiness.SettingException;

/**
 * Validated configuration.
 *
 * @param region default region of addresses
 * @param authorities file with the certificates of trusted authorities; empty for those that Java trusts
 * @param pathStyle whether the bucket is in the path at endpoints other than Amazon's
 * @param exclusiveCreate whether endpoints other than Amazon's are known to let only one writer create a name
 * @param connectTimeout timeout of the first response
 * @param progress timeout without progress of a store that has answered before
 */
record S3Settings(
        Optional<String> region,
        Optional<Path> authorities,
        boolean pathStyle,
        boolean exclusiveCreate,
        Duration connectTimeout,
        Duration progress) {

    private static final int MAX_SECONDS = 3600;

    /** @throws SettingException naming key and value, if a value cannot be used */
    static S3Settings of(S3Configuration configuration) {
        return new S3Settings(
                region(configuration.region().strip()),
                file(configuration.ca$_$file().strip()),
                configuration.path$_$style(),
                configuration.exclusive$_$create(),
                seconds("connect-timeout-seconds", configuration.connect$_$timeout$_$seconds()),
                seconds("progress-timeout-seconds", configuration.progress$_$timeout$_$seconds()));
    }

    private static Optional<String> region(String value) {
        if (!value.isEmpty() && !S3Address.isRegion(value)) {
            throw refused("region", value, "is not the name of a region, such as eu-central-1");
        }
        return Optional.of(value).filter(name -> !name.isEmpty());
    }

    private static Optional<Path> file(String value) {
        try {
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(value).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw refused("ca-file", value, "is not a path");
        }
    }

    private static Duration seconds(String key, int value) {
        if (value < 1 || value > MAX_SECONDS) {
            throw refused(key, String.valueOf(value), "is not a number of seconds from 1 to " + MAX_SECONDS);
        }
        return Duration.ofSeconds(value);
    }

    private static SettingException refused(String key, String value, String why) {
        return new SettingException(S3Configuration.PID, key, value.replaceAll("\\p{Cntrl}", "?"), why);
    }
}
