package org.flowgateway.backup.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/**
 * Resolution of a request's client and address behind reverse proxies.
 *
 * <p>{@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Prefix} are accepted from trusted peers only. In a list in
 * {@code X-Forwarded-For}, the client is the last address that is no trusted proxy: the addresses before it were sent by that client and may be
 * invented. Results are set as request attributes, which no client can set.
 */
final class ForwardedHeaders implements HttpConfiguration.Customizer {

    /** Request attribute: the client's address as text without a zone. The same constant is in the bundle {@code rest}. */
    static final String CLIENT_ADDRESS = "org.flowgateway.backup.client-address";
    /** Request attribute: the path prefix of a reverse proxy; absent for none. The same constant is in the bundle {@code rest}. */
    static final String PATH_PREFIX = "org.flowgateway.backup.path-prefix";

    private static final String FOR = HttpHeader.X_FORWARDED_FOR.asString();
    private static final String PROTO = HttpHeader.X_FORWARDED_PROTO.asString();
    private static final String HOST = HttpHeader.X_FORWARDED_HOST.asString();
    private static final String PREFIX = "X-Forwarded-Prefix";

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?");
    private static final Pattern IPV6 =
            Pattern.compile("\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)](?::\\d{1,5})?|([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");
    private static final Pattern HOST_PORT = Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    /** Exactly one slash before each segment, and no segment of dots: otherwise a Location could lead to another host or out of the prefix. */
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+){1,16}");

    private final Predicate<InetAddress> trusted;

    ForwardedHeaders(TrustedProxies proxies) {
        trusted = proxies.matcher();
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer)
                || peer.getAddress() == null) {
            return request;
        }
        if (!trusted.test(peer.getAddress())) {
            request.setAttribute(CLIENT_ADDRESS, text(peer.getAddress()));
            return request;
        }
        HttpFields headers = request.getHeaders();
        Chain chain = chain(peer.getAddress(), headers.getCSV(FOR, false));
        prefix(chain.of(headers.getCSV(PREFIX, false))).ifPresent(prefix -> request.setAttribute(PATH_PREFIX, prefix));
        request.setAttribute(CLIENT_ADDRESS, text(chain.client()));
        boolean secure =
                chain.of(headers.getCSV(PROTO, false)).map(HttpScheme.HTTPS::is).orElse(request.isSecure());
        Optional<HostPort> host = chain.of(headers.getCSV(HOST, false)).flatMap(ForwardedHeaders::host);
        return new Forwarded(
                request,
                chain.client().equals(peer.getAddress()) ? peer : new InetSocketAddress(chain.client(), 0),
                secure,
                host);
    }

    private Chain chain(InetAddress peer, List<String> addresses) {
        InetAddress client = peer;
        int proxies = 0;
        for (int i = addresses.size() - 1; trusted.test(client); i--) {
            proxies++;
            Optional<InetAddress> before = i < 0 ? Optional.empty() : address(addresses.get(i));
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
        }
        return new Chain(client, proxies);
    }

    private static Optional<InetAddress> address(String text) {
        Matcher v4 = IPV4.matcher(text);
        Matcher v6 = IPV6.matcher(text);
        try {
            if (v4.matches()) {
                return Optional.of(InetAddress.getByName(v4.group(1)));
            }
            return v6.matches()
                    ? Optional.of(InetAddress.getByName(v6.group(1) == null ? v6.group(2) : v6.group(1)))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty(); // Digits, but no address: the last known address is the proxy that sent it.
        }
    }

    private static Optional<HostPort> host(String text) {
        try {
            return HOST_PORT.matcher(text).matches() ? Optional.of(new HostPort(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A port above 65535: the proxy's own Host header is used instead.
        }
    }

    private static Optional<String> prefix(Optional<String> value) {
        return value.map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .filter(path -> PATH.matcher(path).matches());
    }

    private static String text(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    /**
     * Result of the walk from the peer back to the client.
     *
     * @param client the first untrusted address, or the farthest known one
     * @param proxies number of trusted proxies on the way, at least 1
     */
    private record Chain(InetAddress client, int proxies) {

        /** Returns the value set by the outermost trusted proxy: proxies either replace the header or append to it. */
        Optional<String> of(List<String> values) {
            return values.isEmpty() ? Optional.empty() : Optional.of(values.get(Math.max(0, values.size() - proxies)));
        }
    }

    /** Request as its client sent it to the outermost proxy. */
    private static final class Forwarded extends Request.Wrapper {

        private final HttpFields headers;
        private final HttpURI uri;
        private final ConnectionMetaData connection;

        Forwarded(Request request, SocketAddress client, boolean secure, Optional<HostPort> host) {
            super(request);
            HostPort authority = host.orElse(null);
            // Jetty refuses a request whose Host differs from its URI's.
            headers = authority == null
                    ? request.getHeaders()
                    : HttpFields.build(request.getHeaders())
                            .put(HttpHeader.HOST, authority.toString())
                            .asImmutable();
            HttpURI.Mutable changed =
                    HttpURI.build(request.getHttpURI()).scheme(secure ? HttpScheme.HTTPS : HttpScheme.HTTP);
            uri = (authority == null ? changed : changed.authority(authority.getHost(), authority.getPort()))
                    .asImmutable();
            connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public boolean isSecure() {
                    return secure;
                }

                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return client;
                }

                @Override
                public HostPort getServerAuthority() {
                    return authority == null ? super.getServerAuthority() : authority;
                }
            };
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public boolean isSecure() {
            return connection.isSecure();
        }
    }
}
