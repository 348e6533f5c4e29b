package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tree.FileTrees;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Stores backups on the gateway itself, for requests that name the host {@code localhost}. Thread-safe. */
@Component(service = TransportProvider.class, immediate = true, configurationPid = LocalConfiguration.PID,
        property = TransportProvider.SCHEME + "=" + LocalTransport.SCHEME_LOCAL)
@Designate(ocd = LocalConfiguration.class)
public final class LocalTransport implements TransportProvider {

    static final String SCHEME_LOCAL = "local";

    private static final String DEFAULT_USERNAME = "mazu";

    private final AllowedDirectories allowed;
    private final FileTrees trees;
    private final Set<String> living = ConcurrentHashMap.newKeySet();
    private final OpenResources sessions = new OpenResources();

    /**
     * Takes the configuration as it is for the component's life.
     *
     * @param configuration where backups may lie
     * @param trees opens the directories
     * @throws IllegalArgumentException naming PID and key, if a value cannot be used
     */
    @Activate
    public LocalTransport(LocalConfiguration configuration, @Reference FileTrees trees) {
        this.trees = trees;
        allowed = new AllowedDirectories(configuration);
    }

    @Override
    public TransportTarget complete(TransportTarget target, boolean withPassword) throws TransportException {
        if (!SCHEME_LOCAL.equals(target.scheme())) {
            throw new TransportException(FailureKind.INVALID_TARGET, "Only the host localhost is the gateway's own storage");
        }
        String username = target.username().isEmpty() ? DEFAULT_USERNAME : target.username();
        String path = target.path().isEmpty() ? allowed.standard().toString() : target.path();
        allowed.resolve(path);
        return new TransportTarget(target.scheme(), target.address(), username, path);
    }

    @Override
    public TransportSession open(TransportTarget target, Optional<Secret> password) throws TransportException {
        Path root = allowed.resolve(complete(target, password.isPresent()).path());
        LocalSession session = new LocalSession(sessions, root, trees, living);
        try {
            return sessions.add(session);
        } catch (IOException e) {
            throw LocalFailure.of(e, "Opening the local storage", root);
        }
    }

    /** Ends the sessions that are still open. */
    @Deactivate
    void deactivate() {
        sessions.close();
    }
}
