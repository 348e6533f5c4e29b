package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpFailureClassifier;
import org.flowgateway.backup.transport.sftp.ssh.HostKeyVerifier;
import org.flowgateway.backup.transport.sftp.ssh.KnownHosts;
import org.flowgateway.backup.transport.sftp.ssh.PrivateKeyFile;
import org.flowgateway.backup.transport.sftp.ssh.SftpLogin;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.flowgateway.backup.transport.sftp.ssh.SshConnection;
import org.flowgateway.backup.transport.sftp.store.SftpPath;
import org.flowgateway.backup.transport.sftp.store.SftpStore;
import org.flowgateway.backup.transport.sftp.store.TemporaryFiles;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores backups on SSH servers. Thread-safe. */
@Component(
        service = {TransportProvider.class, ReadinessReporter.class},
        immediate = true,
        configurationPid = SftpConfiguration.PID,
        property = TransportProvider.SCHEME + "=" + SftpTransport.SCHEME_SFTP)
@Designate(ocd = SftpConfiguration.class)
public final class SftpTransport implements TransportProvider, ReadinessReporter {

    static final String SCHEME_SFTP = "sftp";

    private static final Logger LOG = LoggerFactory.getLogger(SftpTransport.class);

    private final LastGoodSettings<SftpSettings> settings =
            new LastGoodSettings<>(SftpConfiguration.PID, SftpConfiguration.class);
    private final SftpAcceptedTargets<SftpSettings> accepted = new SftpAcceptedTargets<>();
    private final Map<String, String> environment;
    private final Map<Path, KnownHosts> knownHosts = new ConcurrentHashMap<>();
    private final TimeoutScheduler scheduler = newScheduler();
    private final Set<SftpSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<TransportTarget, TemporaryFiles> temporaries = new ConcurrentHashMap<>();
    private final HostNotices notices = new HostNotices();
    private volatile boolean stopped;

    /**
     * Takes the configuration, if it can be used; until then every target is refused.
     *
     * @param properties the configuration as it was set
     * @param configuration host keys, login and timeouts
     */
    @Activate
    public SftpTransport(Map<String, Object> properties, SftpConfiguration configuration) {
        this.environment = System.getenv();
        modified(configuration, properties);
    }

    /** Takes a configuration that came from no file. */
    public SftpTransport(SftpConfiguration configuration) {
        this(configuration, System.getenv());
    }

    /** @param environment environment variables, with the private key's passphrase */
    SftpTransport(SftpConfiguration configuration, Map<String, String> environment) {
        this.environment = environment;
        update(configuration, Map.of());
    }

    /** Creates a scheduler of the timeout checks of all connections, which logs their failures. */
    static TimeoutScheduler newScheduler() {
        return new TimeoutScheduler(
                "Gateway Backup SFTP timeouts",
                failure -> LOG.error("{}", SftpNoticeMessage.TIMEOUT_CHECK_FAILED.with(), failure));
    }

    /** Takes over a changed configuration for the jobs that start from now on. */
    @Modified
    void modified(SftpConfiguration configuration, Map<String, Object> properties) {
        if (LastGoodSettings.isConfigured(properties)) { // Else the file is not read yet, or was deleted.
            update(configuration, properties);
        }
    }

    private void update(SftpConfiguration configuration, Map<String, Object> properties) {
        settings.update(properties, () -> SftpSettings.of(configuration))
                .ifPresent(problem -> LOG.error("{}", problem.text()));
    }

    @Override
    public List<ReadinessProblem> problems() {
        return settings.problems();
    }

    private SftpSettings current() throws TransportException {
        return settings.current()
                .orElseThrow(() -> SftpMessage.NOT_CONFIGURED.exception(
                        settings.problems().get(0).text()));
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        SftpSettings now = current();
        check(target, withPassword, now);
        TransportTarget normalised = target.withPath(SftpPath.normalized(target.path()));
        accepted.accept(normalised, now);
        return normalised;
    }

    private static void check(TransportTarget target, boolean withPassword, SftpSettings settings)
            throws TransportException {
        if (!SCHEME_SFTP.equals(target.scheme())) {
            throw SftpMessage.NOT_SFTP.exception();
        }
        SshAddress.of(target.address());
        if (target.username().isBlank() || !SftpPath.isPath(target.username())) {
            throw SftpMessage.USERNAME_REQUIRED.exception();
        }
        if (target.path().isBlank() || !SftpPath.isPath(target.path())) {
            throw SftpMessage.PATH_REQUIRED.exception();
        }
        if (!withPassword && settings.keyFile().isEmpty()) {
            throw SftpMessage.PASSWORD_REQUIRED.exception();
        }
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        Optional<SftpSettings> earlier = accepted.of(target);
        SftpSettings now = earlier.isPresent() ? earlier.get() : current();
        check(target, password.isPresent(), now);
        SshAddress address = SshAddress.of(target.address());
        SftpLogin login = new SftpLogin(
                target.username(),
                password.map(Secret::copy),
                now.keyFile().map(file -> new PrivateKeyFile(file, environment)));
        SshConnection connection = new SshConnection(address, now.timeouts(), scheduler);
        SftpSession session =
                new SftpSession(connection, new TargetConnector(target, address, login, now), sessions::remove);
        sessions.add(session);
        if (stopped) {
            session.close();
            connection.check();
        }
        return session;
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    public void deactivate() {
        stopped = true;
        sessions.forEach(SftpSession::close);
        scheduler.close();
    }

    /** Connects to one target with one login. */
    private final class TargetConnector implements SftpSession.Connector {

        private final TransportTarget target;
        private final SshAddress address;
        private final SftpLogin login;
        private final SftpSettings settings;

        TargetConnector(TransportTarget target, SshAddress address, SftpLogin login, SftpSettings settings) {
            this.target = target;
            this.address = address;
            this.login = login;
            this.settings = settings;
        }

        @Override
        public SftpStore connect(SshConnection connection) throws TransportException {
            try (login) {
                Consumer<Message> noticed = notice -> notices.add(address, notice);
                HostKeyVerifier identity = new HostKeyVerifier(
                        address,
                        knownHosts.computeIfAbsent(settings.knownHosts(), KnownHosts::new),
                        settings.hostKeys(),
                        noticed);
                return new SftpStore(
                        SftpClient.connect(connection, login, identity),
                        address,
                        target.path(),
                        temporaries.computeIfAbsent(target.withPath(""), any -> new TemporaryFiles()),
                        noticed);
            } catch (IOException e) {
                throw connection.failed(SftpFailureClassifier.of(e, "Finding the directory", displayName()));
            }
        }

        @Override
        public List<String> notices() {
            return notices.take(address);
        }

        @Override
        public String displayName() {
            return target.path() + " on " + address;
        }

        @Override
        public void close() {
            login.close();
        }
    }
}
