package com.example.backup.ftps;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Target on an FTP server. Paths begin with {@code /}, or with {@code .} for the directory of the login. Immutable.
 *
 * @param host name or address, without the brackets of IPv6
 * @param port port of the control connection
 * @param username the login
 * @param root directory of all objects
 */
record FtpsTarget(String host, int port, String username, String root) {

    static final String SCHEME = "ftps";

    private static final int DEFAULT_PORT = 21;
    private static final int MAX_PORT = 65535;

    /**
     * Parses a target: {@code host} or {@code host:port}, and a path.
     *
     * @throws TransportException {@link FailureKind#INVALID_TARGET} if the address, login or path is invalid
     */
    static FtpsTarget of(TransportTarget target) throws TransportException {
        URI uri = address(target.address());
        if (hasControl(target.username()) || target.username().isEmpty()) {
            throw FtpsMessage.LOGIN_INVALID.exception();
        }
        return new FtpsTarget(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                target.username(),
                root(target.path()));
    }

    private static URI address(String text) throws TransportException {
        try {
            URI uri = new URI(SCHEME + "://" + text);
            boolean onlyHost = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (onlyHost && uri.getPort() != 0 && uri.getPort() <= MAX_PORT) {
                return uri;
            }
            throw FtpsMessage.ADDRESS_INVALID.exception();
        } catch (URISyntaxException e) {
            throw FtpsMessage.ADDRESS_INVALID.causedBy(e);
        }
    }

    /** Refuses what FTP commands cannot carry: servers strip spaces at the ends, and a line break begins a new command. */
    private static String root(String path) throws TransportException {
        boolean invalid = Arrays.stream(path.split("/"))
                .anyMatch(segment -> segment.equals("..") || !segment.equals(segment.strip()) || hasControl(segment));
        if (invalid) {
            throw FtpsMessage.PATH_INVALID.exception();
        }
        if (path.startsWith("/")) {
            return path;
        }
        return path.isEmpty() ? "." : "./" + path;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** Returns the path of an object or directory below the root. */
    String path(ObjectName name) {
        return child(root, name.value());
    }

    /** Returns the path of a directory; of the root, if there is no name. */
    String directory(Optional<ObjectName> name) {
        return name.map(this::path).orElse(root);
    }

    /** Returns true for a directory below the root, where objects are. */
    boolean isBelowRoot(String path) {
        return path.startsWith(child(root, ""));
    }

    static String child(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + '/' + name;
    }

    /** Returns true for a directory above which nothing can be listed. */
    static boolean isTop(String path) {
        return path.equals(".") || path.equals("/");
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return SCHEME + "://" + (host.contains(":") ? '[' + host + ']' : host) + ':' + port;
    }
}
