package com.example.backup.ftps;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Stores backups on FTP servers with explicit TLS. Thread-safe. */
@Component(
        service = TransportProvider.class,
        immediate = true,
        configurationPid = FtpsConfiguration.PID,
        property = TransportProvider.SCHEME + "=" + FtpsTarget.SCHEME)
public final class FtpsTransport implements TransportProvider {

    private static final Logger LOG = System.getLogger(FtpsTransport.class.getName());

    private final CertificateTrust trust;
    private final FtpsTimeouts timeouts;
    private final TimeoutScheduler scheduler;
    private final TemporaryNames temporary = new TemporaryNames();
    private final ServerNotices notices = new ServerNotices();
    private final Map<String, DirectoryLock> locks = new HashMap<>();
    private final Set<FtpsSession> sessions = ConcurrentHashMap.newKeySet();
    private boolean stopped;

    /**
     * Takes the configuration as it is for the component's life.
     *
     * @param configuration trust and timeouts
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public FtpsTransport(FtpsConfiguration configuration) {
        trust = CertificateTrust.of(configuration.ca$_$file());
        timeouts = FtpsTimeouts.of(configuration);
        scheduler = new TimeoutScheduler(
                "FTPS timeouts", failure -> LOG.log(Level.ERROR, "Checking the timeout of a write failed", failure));
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        FtpsTarget.of(target);
        if (!withPassword) {
            throw FtpsMessage.LOGIN_INVALID.exception();
        }
        return target;
    }

    @Override
    public synchronized TransportSession open(TransportTarget target, Optional<Secret> password)
            throws TransportException {
        FtpsTarget parsed = FtpsTarget.of(complete(target, password.isPresent()));
        if (stopped) {
            throw FtpsMessage.CLOSED.exception("Opening a session", parsed.toString());
        }
        FtpsConnection connection =
                new FtpsConnection(parsed, password.orElseThrow().copy(), trust, timeouts, scheduler);
        FtpsSession session = new FtpsSession(connection, sharedState(parsed), sessions::remove);
        sessions.add(session);
        return session;
    }

    private FtpsSession.SharedState sharedState(FtpsTarget target) {
        DirectoryLock lock = locks.computeIfAbsent(target.toString(), server -> new DirectoryLock());
        return new FtpsSession.SharedState(lock, temporary, notices);
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    synchronized void deactivate() {
        stopped = true;
        List.copyOf(sessions).forEach(FtpsSession::close);
        scheduler.close();
    }
}
