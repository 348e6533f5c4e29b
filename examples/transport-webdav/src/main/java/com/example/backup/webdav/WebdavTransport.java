package com.example.backup.webdav;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Stores backups on WebDAV servers. Thread-safe. */
@Component(service = TransportProvider.class, immediate = true, configurationPid = WebdavConfiguration.PID,
        property = {TransportProvider.SCHEME + "=" + WebdavAddress.WITH_TLS, TransportProvider.SCHEME + "=" + WebdavAddress.PLAIN})
public final class WebdavTransport implements TransportProvider {

    private final SSLContext trust;
    private final Set<String> plainHosts;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    private final TemporaryNames temporary = new TemporaryNames();
    private final Set<WebdavSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * Takes the configuration as it is for the component's life.
     *
     * @param configuration trust and timeout
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public WebdavTransport(WebdavConfiguration configuration) {
        trust = CertificateTrust.of(configuration.ca$_$file());
        plainHosts = Set.of(configuration.plain$_$hosts());
        timeout = Duration.ofSeconds(configuration.timeout$_$seconds());
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > 3600) {
            throw new IllegalArgumentException(WebdavConfiguration.PID + ": timeout-seconds [" + timeout.toSeconds() + "] is not 1 to 3600");
        }
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        WebdavAddress.of(target, plainHosts);
        if (target.username().isEmpty() == withPassword) {
            throw new TransportException(FailureKind.INVALID_TARGET, "username and password are required for a WebDAV server that asks for a"
                    + " login, and neither for one that does not");
        }
        if (target.username().contains(":")) {
            throw new TransportException(FailureKind.INVALID_TARGET, "username must not hold a colon: a WebDAV server could not tell it from the"
                    + " password");
        }
        return target;
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        complete(target, password.isPresent());
        WebdavAddress address = WebdavAddress.of(target, plainHosts);
        WebdavConnection connection = new WebdavConnection(address, trust, password.map(secret -> basic(target.username(), secret)), timeout);
        WebdavSession session = new WebdavSession(connection, address, new WebdavTree(connection, address, lock), temporary, sessions::remove);
        sessions.add(session);
        if (stopped) {
            session.close();
            connection.check();
        }
        return session;
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    void deactivate() {
        stopped = true;
        sessions.forEach(WebdavSession::close);
    }

    /** Returns the header's value (RFC 7617). The HTTP client takes only text, so it cannot be wiped; it lives as long as the session. */
    private static String basic(String username, Secret password) {
        byte[] name = (username + ':').getBytes(StandardCharsets.UTF_8);
        byte[] secret = password.utf8();
        byte[] both = Arrays.copyOf(name, name.length + secret.length);
        System.arraycopy(secret, 0, both, name.length, secret.length);
        String value = "Basic " + Base64.getEncoder().encodeToString(both);
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(both, (byte) 0);
        return value;
    }
}
