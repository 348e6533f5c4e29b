package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tree.FileTrees;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores backups on the gateway itself, for requests that name the host {@code localhost}. Thread-safe. */
@Component(
        service = {TransportProvider.class, ReadinessReporter.class},
        immediate = true,
        configurationPid = LocalConfiguration.PID,
        property = TransportProvider.SCHEME + "=" + LocalTransport.SCHEME_LOCAL)
@Designate(ocd = LocalConfiguration.class)
public final class LocalTransport implements TransportProvider, ReadinessReporter {

    static final String SCHEME_LOCAL = "local";

    private static final Logger LOG = LoggerFactory.getLogger(LocalTransport.class);
    private static final String DEFAULT_USERNAME = "mazu";

    private final LastGoodSettings<AllowedDirectories> settings =
            new LastGoodSettings<>(LocalConfiguration.PID, LocalConfiguration.class);
    /** Accepted settings, newest first: a job keeps the directories it was accepted with. */
    private final List<AllowedDirectories> accepted = new CopyOnWriteArrayList<>();

    private final FileTrees trees;
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private final OpenResources sessions = new OpenResources();

    /**
     * Takes the configuration, if it can be used; until then every target is refused.
     *
     * @param configuration directories for backups
     * @param properties the configuration as it was set
     * @param trees opens the directories
     */
    @Activate
    public LocalTransport(
            LocalConfiguration configuration, Map<String, Object> properties, @Reference FileTrees trees) {
        this.trees = trees;
        modified(configuration, properties);
    }

    /** Takes a configuration that came from no file. */
    public LocalTransport(LocalConfiguration configuration, FileTrees trees) {
        this(configuration, Map.of(), trees);
    }

    /** Takes over a changed configuration for the jobs that start from now on. */
    @Modified
    void modified(LocalConfiguration configuration, Map<String, Object> properties) {
        settings.update(properties, () -> new AllowedDirectories(configuration))
                .ifPresentOrElse(
                        problem -> LOG.error("{}", problem.text()),
                        () -> accepted.add(0, settings.current().orElseThrow()));
    }

    @Override
    public List<ReadinessProblem> problems() {
        return settings.problems();
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        if (!SCHEME_LOCAL.equals(target.scheme())) {
            throw LocalMessage.OTHER_HOST.exception();
        }
        AllowedDirectories allowed = settings.current().orElseThrow(this::notSetUp);
        String username = target.username().isEmpty() ? DEFAULT_USERNAME : target.username();
        String path = target.path().isEmpty() ? allowed.standard().toString() : target.path();
        allowed.resolve(path, trees);
        return new TransportTarget(target.scheme(), target.address(), username, path);
    }

    private TransportException notSetUp() {
        return LocalMessage.NOT_CONFIGURED.exception(settings.problems().get(0).text());
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        Path root = target.path().isEmpty()
                ? resolve(complete(target, password.isPresent()).path())
                : resolve(target.path());
        LocalSession session = new LocalSession(sessions, root, trees, active);
        try {
            return sessions.add(session);
        } catch (IOException e) {
            throw LocalFailureClassifier.of(e, "Opening the local storage", root);
        }
    }

    private Path resolve(String path) throws TransportException {
        TransportException refused = null;
        for (AllowedDirectories allowed : accepted) {
            try {
                return allowed.resolve(path, trees);
            } catch (TransportException e) {
                refused = refused == null ? e : refused;
            }
        }
        throw refused == null ? notSetUp() : refused;
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    void deactivate() {
        sessions.close();
    }
}
