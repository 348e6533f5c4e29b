package ${package};

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores backups on {@code ${scheme}://} targets. Thread-safe. The gateway creates one when the bundle starts, and another one whenever its
 * configuration changes.
 */
@Component(service = TransportProvider.class, immediate = true, configurationPid = ${className}Configuration.PID,
        property = TransportProvider.SCHEME + "=" + ${className}Transport.SCHEME_NAME)
public final class ${className}Transport implements TransportProvider {

    static final String SCHEME_NAME = "${scheme}";

    private static final Logger LOG = LoggerFactory.getLogger(${className}Transport.class);
    private static final String DEFAULT_PORT = "7070";
    private static final int MAX_TIMEOUT_SECONDS = 3600;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*)(?::([1-9][0-9]{0,4}))?");
    /** Segments joined by slashes; none is empty, a dot or two dots. */
    private static final Pattern PATH = Pattern.compile("(?!(.*/)?[.]{0,2}(/.*)?\\z)[^\\p{Cntrl}]{1,1000}");

    private final SSLContext trust;
    private final Duration timeout;
    private final TimeoutScheduler scheduler;
    private final ${className}Sessions sessions = new ${className}Sessions();
    private volatile boolean stopped;

    /**
     * Takes the configuration as it is for the component's life.
     *
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public ${className}Transport(${className}Configuration configuration) {
        trust = trust(configuration.ca$_$file());
        timeout = Duration.ofSeconds(configuration.timeout$_$seconds());
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > MAX_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException(${className}Configuration.PID + ": timeout-seconds [" + timeout.toSeconds() + "] is not in 1 to 3600");
        }
        scheduler = new TimeoutScheduler("${className} timeouts", failure -> LOG.error("Checking for timeouts failed", failure));
        scheduler.schedule(CHECK_INTERVAL, () -> sessions.open().forEach(${className}Session::checkTimeout));
    }

    private static SSLContext trust(String file) {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(file.isEmpty() ? null : authorities(Path.of(file)));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(${className}Configuration.PID + ": ca-file [" + file + "] is not a file of PEM certificates", e);
        }
    }

    private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
        }
        return authorities;
    }

    /** YOURS: validates a target, and completes what a caller may omit. Makes no connection, and does not wait. */
    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        if (!ADDRESS.matcher(target.address()).matches()) {
            throw ${className}Failure.TARGET_INVALID.exception("its address has another form than ${scheme}://host or ${scheme}://host:port");
        }
        if (target.username().isBlank() || !withPassword) {
            throw ${className}Failure.TARGET_INVALID.exception("username and password are required");
        }
        if (!PATH.matcher(target.path()).matches()) {
            throw ${className}Failure.TARGET_INVALID.exception("path must be names joined by single slashes, without . and .., with 1 to 1000 characters");
        }
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        complete(target, password.isPresent());
        ${className}Connection connection = connection(target.address());
        ${className}Store store = new ${className}Store(target, password.orElseThrow().utf8(), connection);
        ${className}Session session = new ${className}Session(store, connection, sessions);
        sessions.open().add(session);
        if (stopped) {
            session.close();
        }
        return session;
    }

    private ${className}Connection connection(String address) {
        String[] parts = (address + ':' + DEFAULT_PORT).split(":", 0);
        return new ${className}Connection(parts[0], Integer.parseInt(parts[1]), trust, timeout);
    }

    /** Ends the sessions that are still open, when the bundle stops or its configuration changes. */
    @Deactivate
    void deactivate() {
        stopped = true;
        sessions.open().forEach(${className}Session::close);
        scheduler.close();
    }
}
