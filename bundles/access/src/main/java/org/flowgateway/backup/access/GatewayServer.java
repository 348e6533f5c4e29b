package org.flowgateway.backup.access;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** HTTP server in front of the servlet whiteboard, on the given addresses only. */
final class GatewayServer {

    private static final int MAX_THREADS = 40;
    /** Concurrent requests; the other threads accept connections, parse requests, and answer whether the gateway is ready. */
    private static final int MAX_REQUESTS = 24;

    private static final int MIN_THREADS = 4;
    private static final int IDLE_MILLIS = 60_000;
    private static final int STOP_MILLIS = 1_000;

    private final Server server;
    private final ForwardedHeaders forwarded;
    private final SecurityHeaders security;
    private Optional<SslContextFactory.Server> tls = Optional.empty();

    /**
     * Creates a server without listeners.
     *
     * @param proxies reverse proxies whose headers are accepted
     * @param hstsSeconds max-age of Strict-Transport-Security, in seconds; empty: the header is not sent
     */
    GatewayServer(HttpServlet whiteboard, TrustedProxies proxies, OptionalInt hstsSeconds) {
        forwarded = new ForwardedHeaders(proxies);
        security = new SecurityHeaders(hstsSeconds);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        threads.setName("gateway-http");
        server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS);
        JsonErrorHandler errors = new JsonErrorHandler(security);
        server.setErrorHandler(errors);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setErrorHandler(errors);
        ServletHolder holder = new ServletHolder(new WhiteboardServlet(whiteboard));
        holder.setAsyncSupported(true);
        // The whiteboard starts with its servlet's init, not with the first request.
        holder.setInitOrder(0);
        context.addServlet(holder, "/*");
        server.setHandler(new RequestLimit(context, MAX_REQUESTS));
    }

    /** Adds a TLS listener. */
    void listen(InetAddress address, int port, TlsIdentity identity) throws GeneralSecurityException, IOException {
        HttpConfiguration http = configuration();
        // No check of the requested name: appliances are reached by addresses and aliases that no certificate contains.
        http.getCustomizers().add(0, new SecureRequestCustomizer(false));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        SslContextFactory.Server factory = TlsSettings.of(identity);
        add(
                new ServerConnector(server, 1, 1, new SslConnectionFactory(factory, plain.getProtocol()), plain),
                address,
                port);
        tls = Optional.of(factory);
    }

    /** Replaces the identity from the next connection on. */
    void exchange(TlsIdentity identity) throws Exception {
        TlsSettings.exchange(tls.orElseThrow(), identity);
    }

    /** Adds plain HTTP listeners on the loopback addresses of this host. */
    void listenOnLoopback(int port) throws SocketException {
        for (InetAddress address : HostNames.loopback()) {
            if (NetworkInterface.getByInetAddress(address) != null) {
                add(new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration())), address, port);
            }
        }
    }

    /**
     * Starts to listen.
     *
     * @throws BindException if an address is not available; the message names it
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
        // A bare LF does not end a line (RFC 9112, 2.2 permits to refuse it): otherwise a proxy that sees one request
        // could pass two to the
        // gateway.
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.addCustomizer(forwarded);
        http.addCustomizer(security);
        return http;
    }
}
