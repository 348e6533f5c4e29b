package ${package};

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Stores backups on {@code ${scheme}://} targets. Thread-safe. */
@Component(service = TransportProvider.class, immediate = true, configurationPid = ${className}Configuration.PID,
        property = TransportProvider.SCHEME + "=" + ${className}Transport.${className.toUpperCase()})
public final class ${className}Transport implements TransportProvider {

    static final String ${className.toUpperCase()} = "${scheme}";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?");
    private static final Pattern OUT_OF_PLACE = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)|.*\\p{Cntrl}.*");

    private final Path directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<${className}Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** Takes the configuration as it is for the component's life. A value that cannot be used is refused here, naming PID and key. */
    @Activate
    public ${className}Transport(${className}Configuration configuration) {
        directory = configuration.directory().isEmpty() ? Path.of(System.getProperty("java.io.tmpdir"), "${artifactId}")
                : Path.of(configuration.directory());
    }

    /** YOURS: validates a target, and completes what a caller may omit. Makes no connection, and does not wait. */
    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        if (!HOST.matcher(target.address()).matches()) {
            throw invalid("A target is ${scheme}://host or ${scheme}://host:port");
        }
        if (target.path().isBlank() || OUT_OF_PLACE.matcher(target.path()).matches()) {
            throw invalid("path is required: the directory that holds the backups, without . and ..");
        }
        return target;
    }

    private static TransportException invalid(String why) {
        return new TransportException(FailureKind.INVALID_TARGET, why);
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        complete(target, password.isPresent());
        // YOURS: a store that connects with the target's address, username and a copy of the password, when it is
        // first used.
        ${className}Store store = new ${className}Store(directory.resolve(target.address().replace(':', '_')).resolve("./" + target.path()).normalize());
        ${className}Session session = new ${className}Session(store, lock, target.path() + " on ${scheme}://" + target.address(), sessions::remove);
        sessions.add(session);
        if (stopped) {
            session.close();
        }
        return session;
    }

    /** Ends the sessions that are still open, when the bundle stops or its configuration changes. */
    @Deactivate
    void deactivate() {
        stopped = true;
        sessions.forEach(${className}Session::close);
    }
}
