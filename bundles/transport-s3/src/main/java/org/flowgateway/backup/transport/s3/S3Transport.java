package org.flowgateway.backup.transport.s3;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores backups in buckets. Thread-safe. */
@Component(
        service = {TransportProvider.class, ReadinessReporter.class},
        immediate = true,
        configurationPid = S3Configuration.PID,
        property = {
            TransportProvider.SCHEME + "=" + S3Address.AMAZON,
            TransportProvider.SCHEME + "=" + S3Address.HTTPS,
            TransportProvider.SCHEME + "=" + S3Address.HTTP
        })
@Designate(ocd = S3Configuration.class)
public final class S3Transport implements TransportProvider, ReadinessReporter {

    private static final Logger LOG = LoggerFactory.getLogger(S3Transport.class);
    private static final Set<String> SCHEMES = Set.of(S3Address.AMAZON, S3Address.HTTPS, S3Address.HTTP);

    private final LastGoodSettings<S3Settings> settings =
            new LastGoodSettings<>(S3Configuration.PID, S3Configuration.class);
    private final S3AcceptedTargets<S3Settings> accepted = new S3AcceptedTargets<>();
    private final Map<String, String> environment;
    private final TimeoutScheduler scheduler = newScheduler();
    private final Set<S3Session> sessions = ConcurrentHashMap.newKeySet();
    /** Support for conditional writes, by the text of the address: a record as a key would keep this bundle's class loader in Java's caches. */
    private final Map<String, BucketSupport> supports = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    /**
     * Takes the configuration, if it can be used; until then every target is refused.
     *
     * @param properties the configuration as it was set
     * @param configuration addresses, trust and timeouts
     */
    @Activate
    public S3Transport(Map<String, Object> properties, S3Configuration configuration) {
        this(properties, configuration, System.getenv());
    }

    /** @param environment environment variables, with the access key for requests without one */
    S3Transport(S3Configuration configuration, Map<String, String> environment) {
        this(Map.of(), configuration, environment);
    }

    private S3Transport(
            Map<String, Object> properties, S3Configuration configuration, Map<String, String> environment) {
        this.environment = environment;
        modified(configuration, properties);
    }

    /** Starts the scheduler of timeout checks, which logs a check that fails. */
    static TimeoutScheduler newScheduler() {
        return new TimeoutScheduler(
                "Gateway Backup S3 timeouts",
                failure -> LOG.error("{}", S3LogMessage.TIMEOUT_CHECK_FAILED.with(), failure));
    }

    /** Takes over a changed configuration for the jobs that start from now on. */
    @Modified
    void modified(S3Configuration configuration, Map<String, Object> properties) {
        settings.update(properties, () -> S3Settings.of(configuration))
                .ifPresent(problem -> LOG.error("{}", problem.text()));
    }

    @Override
    public List<ReadinessProblem> problems() {
        return settings.problems();
    }

    private S3Settings current() throws TransportException {
        return settings.current()
                .orElseThrow(() -> S3Message.NOT_CONFIGURED.exception(
                        settings.problems().get(0).text()));
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        S3Settings now = current();
        check(target, withPassword, now);
        TransportTarget normalised =
                target.withPath(KeyPrefix.of(target.path()).value().replaceAll("/$", ""));
        accepted.accept(normalised, now);
        return normalised;
    }

    private void check(TransportTarget target, boolean withPassword, S3Settings settings) throws TransportException {
        if (!SCHEMES.contains(target.scheme())) {
            throw S3Message.OTHER_SCHEME.exception(target.scheme());
        }
        S3Address.of(target, settings);
        KeyPrefix.of(target.path());
        if (target.username().isBlank() == withPassword) {
            throw (withPassword ? S3Message.USERNAME_MISSING : S3Message.PASSWORD_MISSING).exception();
        }
        if (!withPassword && !AccessKey.isIn(environment)) {
            throw S3Message.LOGIN_MISSING.exception();
        }
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        Optional<S3Settings> earlier = accepted.of(target);
        S3Settings now = earlier.isPresent() ? earlier.get() : current();
        check(target, password.isPresent(), now);
        S3Address address = S3Address.of(target, now);
        KeyPrefix prefix = KeyPrefix.of(target.path());
        AbortableHttpClient http = new AbortableHttpClient(S3ClientFactory.newHttpClient(now), address, now, scheduler);
        AccessKey key = AccessKey.of(target.username(), password, environment);
        S3Session session = new S3Session(
                address,
                prefix,
                http,
                key,
                S3ClientFactory.newS3Client(address, now, key, http),
                supports.computeIfAbsent(address.toString(), any -> new BucketSupport()),
                address.endpoint().isEmpty() || now.exclusiveCreate(),
                sessions::remove);
        sessions.add(session);
        if (stopped) {
            session.close();
            http.check();
        }
        return session;
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    void deactivate() {
        stopped = true;
        sessions.forEach(S3Session::close);
        scheduler.close();
    }
}
