package org.flowgateway.backup.access;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.jaas.config.JaasRealm;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.readiness.SettingException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listener of the gateway's ports: HTTPS always, plain HTTP on loopback only if configured.
 *
 * <p>It waits for the users' realm: nothing listens before somebody can log in. Changed settings take effect at once. If they cannot, it
 * continues to listen as before. A port that another program uses is retried until it is free, or until other settings arrive.
 */
@Component(service = ReadinessReporter.class, immediate = true, configurationPid = AccessConfiguration.PID)
public final class GatewayListener implements ReadinessReporter {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayListener.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final LastGoodSettings<AccessSettings.ListenerSettings> settings =
            new LastGoodSettings<>(AccessConfiguration.PID, AccessConfiguration.class);
    private final HttpServlet whiteboard;
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gateway-listener-retry");
        thread.setDaemon(true);
        return thread;
    });
    private GatewayServer server;
    private boolean portTaken;
    private Optional<ScheduledFuture<?>> retry = Optional.empty();
    private String reported = "";
    private TlsIdentityWatcher watch;
    private volatile TlsIdentitySource identity;

    /** Creates a key and a certificate if there are none yet, and opens the ports if the configuration is valid. */
    @Activate
    public GatewayListener(
            AccessConfiguration configuration,
            Map<String, Object> properties,
            @Reference(target = "(http.felix.dispatcher=*)") HttpServlet whiteboard,
            @Reference(target = "(" + GatewayRealm.MARK + "=true)") JaasRealm users) {
        this.whiteboard = whiteboard;
        modified(configuration, properties);
    }

    /** Applies a changed configuration. */
    @Modified
    synchronized void modified(AccessConfiguration configuration, Map<String, Object> properties) {
        if (LastGoodSettings.isConfigured(properties)) { // Otherwise the file is not read yet, or was deleted.
            update(configuration, properties);
        }
    }

    private synchronized void update(AccessConfiguration configuration, Map<String, Object> properties) {
        retry.ifPresent(pending -> pending.cancel(false));
        retry = Optional.empty();
        portTaken = false;
        String problem = settings.update(properties, () -> listening(AccessSettings.listener(configuration)))
                .map(ReadinessProblem::text)
                .orElse("");
        if (!problem.isEmpty() && !problem.equals(reported)) {
            LOG.error("{}", problem);
        }
        reported = problem;
        if (portTaken && !retries.isShutdown()) {
            retry = Optional.of(
                    retries.schedule(() -> update(configuration, properties), PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public List<ReadinessProblem> problems() {
        List<ReadinessProblem> problems = new ArrayList<>(settings.problems());
        Optional.ofNullable(identity).ifPresent(used -> problems.addAll(used.problems()));
        return problems;
    }

    /** Applies settings. The old ports are closed first, as the new ones may be the same. */
    private AccessSettings.ListenerSettings listening(AccessSettings.ListenerSettings wanted) {
        Optional<AccessSettings.ListenerSettings> before = settings.current();
        if (before.equals(Optional.of(wanted))) {
            return wanted;
        }
        close();
        try {
            open(wanted);
            return wanted;
        } catch (SettingException e) {
            before.ifPresent(this::open);
            throw e;
        }
    }

    /**
     * Opens the ports.
     *
     * @throws SettingException if there is no usable certificate, or a port cannot be opened
     */
    private void open(AccessSettings.ListenerSettings wanted) {
        TlsIdentitySource used;
        GatewayServer opened = new GatewayServer(whiteboard, wanted.proxies(), wanted.hstsSeconds());
        try {
            used = identity(wanted);
            opened.listen(wanted.bindAddress(), wanted.httpsPort(), used.current());
            if (wanted.httpPort().isPresent()) {
                opened.listenOnLoopback(wanted.httpPort().getAsInt());
            }
            opened.start();
        } catch (BindException e) {
            portTaken = true;
            throw new SettingException(
                    AccessConfiguration.PID,
                    "https-port",
                    AccessMessage.PORT_IN_USE.with(PAUSE, String.valueOf(e.getMessage())));
        } catch (Exception e) { // Declared by Jetty as such.
            LOG.error("The gateway cannot be reached", e);
            throw new SettingException(
                    AccessConfiguration.PID,
                    "state-dir",
                    AccessMessage.LISTENER_NOT_STARTED.with(wanted.stateDirectory(), String.valueOf(e.getMessage())));
        }
        server = opened;
        identity = used;
        watch = new TlsIdentityWatcher(used, opened);
        LOG.info(
                "HTTPS at {} port {}{}",
                wanted.bindAddress().getHostAddress(),
                wanted.httpsPort(),
                wanted.httpPort().isPresent()
                        ? ", plain HTTP on loopback at port "
                                + wanted.httpPort().getAsInt()
                        : "");
    }

    private void close() {
        if (server != null) {
            watch.close();
            try {
                server.stop();
            } catch (Exception e) { // Declared by Jetty as such.
                LOG.error("The ports could not be closed in order", e);
            }
            server = null;
        }
    }

    @Deactivate
    synchronized void deactivate() {
        retries.shutdownNow();
        close();
    }

    private static TlsIdentitySource identity(AccessSettings.ListenerSettings settings)
            throws IOException, GeneralSecurityException {
        Path directory = new StateDirectory(settings.stateDirectory()).directory("tls");
        return TlsIdentitySource.open(
                directory,
                () -> new SelfSignedCertificate(Clock.systemUTC(), new SecureRandom())
                        .make(HostNames.names(), HostNames.addresses(settings.bindAddress())),
                Clock.systemUTC());
    }
}
