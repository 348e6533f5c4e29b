package org.flowgateway.backup.access;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server in front of the servlet whiteboard, which listens where it is told and nowhere else. */
final class GatewayServer {

    private static final int MOST_THREADS = 40;
    private static final int FEWEST_THREADS = 4;
    private static final int IDLE_MILLIS = 60_000;
    private static final int STOP_MILLIS = 1_000;

    private final Server server;
    private final ForwardedHeaders forwarded;

    GatewayServer(HttpServlet whiteboard, TrustedProxies proxies) {
        forwarded = new ForwardedHeaders(proxies);
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, IDLE_MILLIS);
        threads.setName("gateway-http");
        server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS);
        ErrorBodies errors = new ErrorBodies();
        server.setErrorHandler(errors);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setErrorHandler(errors);
        ServletHolder holder = new ServletHolder(new WhiteboardServlet(whiteboard));
        holder.setAsyncSupported(true);
        // The whiteboard comes alive with its servlet's init, not with the first request.
        holder.setInitOrder(0);
        context.addServlet(holder, "/*");
        server.setHandler(context);
    }

    /** Adds a TLS listener. */
    void listen(InetAddress address, int port, TlsIdentity identity) throws GeneralSecurityException, IOException {
        HttpConfiguration http = configuration();
        // No check of the name a client asked for: appliances are reached by addresses and aliases that no certificate knows.
        http.getCustomizers().add(0, new SecureRequestCustomizer(false));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        add(new ServerConnector(server, 1, 1, new SslConnectionFactory(tls(identity), plain.getProtocol()), plain), address, port);
    }

    /** Adds plain listeners on those loopback addresses that this host has. */
    void listenOnLoopback(int port) throws SocketException {
        for (InetAddress address : HostIdentity.loopback()) {
            if (NetworkInterface.getByInetAddress(address) != null) {
                add(new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration())), address, port);
            }
        }
    }

    /**
     * Starts to listen.
     *
     * @throws BindException if an address is not to be had; the message names it
     */
    void start() throws Exception {
        try {
            server.start();
        } catch (IOException e) {
            server.stop();
            if (e.getCause() instanceof BindException cause) {
                BindException named = new BindException(e.getMessage() + ": " + cause.getMessage());
                named.initCause(e);
                throw named;
            }
            throw e;
        }
    }

    void stop() throws Exception {
        server.stop();
    }

    private void add(ServerConnector connector, InetAddress address, int port) {
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
    }

    private HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.addCustomizer(forwarded);
        return http;
    }

    private static SslContextFactory.Server tls(TlsIdentity identity) throws GeneralSecurityException, IOException {
        // The key store lives in memory only, and its password as long as this process.
        String password = UUID.randomUUID().toString();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("gateway", identity.key(), password.toCharArray(), identity.chain().toArray(X509Certificate[]::new));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(store);
        tls.setKeyStorePassword(password);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setSniRequired(false);
        return tls;
    }
}
