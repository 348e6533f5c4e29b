package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Stores backups on SSH servers. Thread-safe. */
@Component(service = TransportProvider.class, immediate = true, configurationPid = SftpConfiguration.PID,
        property = TransportProvider.SCHEME + "=" + SftpTransport.SCHEME_SFTP)
@Designate(ocd = SftpConfiguration.class)
public final class SftpTransport implements TransportProvider {

    static final String SCHEME_SFTP = "sftp";

    private final SftpSettings settings;
    private final Map<String, String> environment;
    private final KnownHosts knownHosts;
    private final Watch watch = new Watch();
    private final Set<SftpSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<TransportTarget, TemporaryFiles> temporaries = new ConcurrentHashMap<>();
    private final Notices notices = new Notices();
    private volatile boolean stopped;

    /**
     * Takes the configuration as it is for the component's life.
     *
     * @param configuration how servers are known, logged in to and waited for
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public SftpTransport(SftpConfiguration configuration) {
        this(configuration, System.getenv());
    }

    /** @param environment where the private key's passphrase stands */
    SftpTransport(SftpConfiguration configuration, Map<String, String> environment) {
        settings = SftpSettings.of(configuration);
        this.environment = environment;
        knownHosts = new KnownHosts(settings.knownHosts());
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        if (!SCHEME_SFTP.equals(target.scheme())) {
            throw invalid("Only sftp:// and plain host names are SSH servers");
        }
        SftpAddress.of(target.address());
        if (target.username().isBlank() || !Store.isPath(target.username())) {
            throw invalid("username is required for an SSH server");
        }
        if (target.path().isBlank() || !Store.isPath(target.path())) {
            throw invalid("path is required for an SSH server: an absolute one, or one that starts at the login's home directory");
        }
        if (!withPassword && settings.keyFile().isEmpty()) {
            throw invalid("password is required for an SSH server, unless a private key is set up to log in with (GATEWAY_SSH_KEY)");
        }
        return target.withPath(Store.spelt(target.path()));
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        complete(target, password.isPresent());
        SftpAddress address = SftpAddress.of(target.address());
        Login login = new Login(target.username(), password.map(Secret::copy),
                settings.keyFile().map(file -> new PrivateKey(file, environment)));
        Connection connection = new Connection(address, settings, watch);
        SftpSession session = new SftpSession(connection, new Entry(target, address, login), sessions::remove);
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
        sessions.forEach(SftpSession::close);
        watch.close();
    }

    private static TransportException invalid(String why) {
        return new TransportException(FailureKind.INVALID_TARGET, why);
    }

    /** The way in to one target with one login. */
    private final class Entry implements SftpSession.Entrance {

        private final TransportTarget target;
        private final SftpAddress address;
        private final Login login;

        Entry(TransportTarget target, SftpAddress address, Login login) {
            this.target = target;
            this.address = address;
            this.login = login;
        }

        @Override
        public Store enter(Connection connection) throws TransportException {
            try (login) {
                Consumer<String> noticed = notice -> notices.add(address, notice);
                HostIdentity identity = new HostIdentity(address, knownHosts, settings.hostKeys(), noticed);
                return new Store(connection.connect(login, identity), address, target.path(),
                        temporaries.computeIfAbsent(target.withPath(""), any -> new TemporaryFiles()), noticed);
            } catch (IOException e) {
                throw connection.failed(SftpFailure.of(e, "Finding the directory", place()));
            }
        }

        @Override
        public List<String> notices() {
            return notices.take(address);
        }

        @Override
        public String place() {
            return target.path() + " on " + address;
        }

        @Override
        public void lock() {
            login.close();
        }
    }
}
