package com.example.backup.webdav;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Address of a target on a server. Paths are absolute, without a slash at their end, and not encoded: {@code /backups/gateway}. The
 * server's own root is "". Immutable.
 *
 * @param server scheme, host and port, for example {@code https://nas.example:8443}
 * @param root directory of all objects
 */
record WebdavAddress(String server, String root) {

    static final String WITH_TLS = "webdavs";
    static final String PLAIN = "webdav";

    private static final Pattern THIS_HOST = Pattern.compile("localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+|\\[::1]");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /**
     * Parses a target: {@code host}, {@code host:port} or either with a path in its address, and a path below that.
     *
     * @param plainHosts hosts that may be used without TLS
     * @throws TransportException {@link FailureKind#INVALID_TARGET} if the address or path is invalid
     */
    static WebdavAddress of(TransportTarget target, Set<String> plainHosts) throws TransportException {
        boolean tls = target.scheme().equals(WITH_TLS);
        if (!tls && !target.scheme().equals(PLAIN)) {
            throw invalid("A WebDAV target begins with webdavs:// or webdav://");
        }
        URI uri = parse((tls ? "https://" : "http://") + target.address());
        if (!tls && !THIS_HOST.matcher(uri.getHost()).matches() && !plainHosts.contains(uri.getHost())) {
            throw invalid("webdav:// sends the password for all to read: use webdavs://, or name " + uri.getHost() + " in plain-hosts");
        }
        return new WebdavAddress(uri.getScheme() + "://" + uri.getRawAuthority(), path(uri.getPath()) + path(target.path()));
    }

    private static URI parse(String text) throws TransportException {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null
                    || uri.getPort() == 0 || uri.getPort() > 65535) {
                throw invalid("A WebDAV target is webdavs://host, webdavs://host:port or webdavs://host:port/directory");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw invalid("The address of the WebDAV server holds characters that are none of an address");
        }
    }

    private static String path(String text) throws TransportException {
        String path = Arrays.stream(text.split("/")).filter(segment -> !segment.isEmpty()).map(segment -> '/' + segment)
                .collect(Collectors.joining());
        if ((path + '/').contains("/./") || (path + '/').contains("/../") || path.chars().anyMatch(Character::isISOControl)) {
            throw invalid("path must not hold . or .. or control characters");
        }
        return path;
    }

    private static TransportException invalid(String why) {
        return new TransportException(FailureKind.INVALID_TARGET, why);
    }

    /** Returns the path of an object or directory below the root. */
    String path(ObjectName name) {
        return root + '/' + name;
    }

    /** Returns the parent of a path that is not the server's root. */
    static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Returns an object's address. */
    URI object(String path) {
        return URI.create(server + encode(path));
    }

    /** Returns a directory's address, which ends with a slash. */
    URI directory(String path) {
        return URI.create(server + encode(path) + '/');
    }

    private static String encode(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            if (one == '/' || UNRESERVED.indexOf(one) >= 0) {
                encoded.append((char) one);
            } else {
                encoded.append("%%%02X".formatted(one));
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return server.replaceFirst("^http", "webdav") + root;
    }
}
