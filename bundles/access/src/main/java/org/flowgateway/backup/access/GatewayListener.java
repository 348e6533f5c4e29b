package org.flowgateway.backup.access;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.apache.karaf.jaas.config.JaasRealm;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the gateway's ports: HTTPS always, plain HTTP on loopback only where it is asked for.
 *
 * <p>It waits for the users' realm: nothing listens before somebody can log in.
 */
@Component(service = {}, immediate = true, configurationPid = AccessConfiguration.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GatewayListener {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayListener.class);

    private final GatewayServer server;

    /**
     * Makes a key and a certificate if there are none yet, and opens the ports.
     *
     * @throws Exception if the certificate cannot be had, or a port not be opened
     */
    @Activate
    public GatewayListener(AccessConfiguration configuration, @Reference(target = "(http.felix.dispatcher=*)") HttpServlet whiteboard,
            @Reference(target = "(" + GatewayRealm.MARK + "=true)") JaasRealm users) throws Exception {
        AccessSettings settings = AccessSettings.of(configuration);
        server = new GatewayServer(whiteboard);
        server.listen(settings.bindAddress(), settings.httpsPort(), identity(settings));
        if (settings.httpPort().isPresent()) {
            server.listenOnLoopback(settings.httpPort().getAsInt());
        }
        try {
            server.start();
        } catch (BindException e) {
            LOG.error("The gateway cannot be reached: {}. Stop the program that uses this address, or set another with GATEWAY_BIND_ADDRESS, "
                    + "GATEWAY_HTTPS_PORT or GATEWAY_HTTP_PORT, and start the gateway again", e.getMessage());
            throw e;
        }
        LOG.info("HTTPS at {} port {}{}", settings.bindAddress().getHostAddress(), settings.httpsPort(),
                settings.httpPort().isPresent() ? ", plain HTTP on loopback at port " + settings.httpPort().getAsInt() : "");
    }

    @Deactivate
    void deactivate() throws Exception {
        server.stop();
    }

    private static TlsIdentity identity(AccessSettings settings) throws IOException, GeneralSecurityException {
        Path directory = new StateDirectory(settings.stateDirectory()).directory("tls");
        TlsIdentityFile file = new TlsIdentityFile(directory);
        Optional<TlsIdentity> kept = file.read();
        if (kept.isPresent()) {
            return kept.get();
        }
        TlsIdentity made = new SelfSignedCertificate(Clock.systemUTC(), new SecureRandom())
                .make(HostIdentity.names(), HostIdentity.addresses(settings.bindAddress()));
        file.write(made);
        LOG.info("Made a key and a self-signed certificate: {}", file.certificateFile());
        return made;
    }
}
