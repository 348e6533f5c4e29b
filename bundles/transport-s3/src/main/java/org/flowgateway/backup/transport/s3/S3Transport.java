package org.flowgateway.backup.transport.s3;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

/** Stores backups in buckets. Thread-safe. */
@Component(service = TransportProvider.class, immediate = true, configurationPid = S3Configuration.PID,
        property = {TransportProvider.SCHEME + "=" + S3Address.AMAZON, TransportProvider.SCHEME + "=" + S3Address.HTTPS,
            TransportProvider.SCHEME + "=" + S3Address.HTTP})
@Designate(ocd = S3Configuration.class)
public final class S3Transport implements TransportProvider {

    private static final Set<String> SCHEMES = Set.of(S3Address.AMAZON, S3Address.HTTPS, S3Address.HTTP);

    private final S3Settings settings;
    private final Map<String, String> environment;
    private final Watch watch = new Watch();
    private final Set<S3Session> sessions = ConcurrentHashMap.newKeySet();
    /** By the text of the address: Java keeps the class of the record whose {@code equals} was first used last, and with it its bundle. */
    private final Map<String, Existence> existences = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * Takes the configuration as it is for the component's life.
     *
     * @param configuration how stores are found, trusted and waited for
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public S3Transport(S3Configuration configuration) {
        this(configuration, System.getenv());
    }

    /** @param environment where the access key stands for requests that name none */
    S3Transport(S3Configuration configuration, Map<String, String> environment) {
        settings = S3Settings.of(configuration);
        this.environment = environment;
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        if (!SCHEMES.contains(target.scheme())) {
            throw invalid("Only s3://, s3+https:// and s3+http:// are stores that speak S3");
        }
        S3Address.of(target, settings);
        String prefix = Prefix.of(target.path()).value();
        if (target.username().isBlank() == withPassword) {
            throw invalid(withPassword ? "username is required beside password for an S3 store: the access key"
                    : "password is required beside username for an S3 store: the secret of the access key");
        }
        if (!withPassword && !AccessKey.isIn(environment)) {
            throw invalid("username and password are required for an S3 store: the access key and its secret, unless the gateway has them in its"
                    + " environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)");
        }
        return target.withPath(prefix.replaceAll("/$", ""));
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        complete(target, password.isPresent());
        S3Address address = S3Address.of(target, settings);
        Prefix prefix = Prefix.of(target.path());
        Line line = new Line(Clients.http(settings), address, settings, watch);
        AccessKey key = AccessKey.of(target.username(), password, environment);
        S3Session session = new S3Session(address, prefix, line, key, Clients.s3(address, settings, key, line),
                existences.computeIfAbsent(address.toString(), any -> new Existence()), address.endpoint().isEmpty() || settings.exclusiveCreate(),
                sessions::remove);
        sessions.add(session);
        if (stopped) {
            session.close();
            line.check();
        }
        return session;
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    void deactivate() {
        stopped = true;
        sessions.forEach(S3Session::close);
        watch.close();
    }

    private static TransportException invalid(String why) {
        return new TransportException(FailureKind.INVALID_TARGET, why);
    }
}
