package com.example.backup.webdav;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Classifies failures of the connection and the server. */
final class WebdavFailure {

    private WebdavFailure() {
    }

    /**
     * Classifies a failure before a complete response.
     *
     * @param answered whether this server has responded before, and so is authenticated
     */
    static TransportException connectionFailure(Throwable failure, boolean answered, String server) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException known) {
                return known;
            }
            if (cause instanceof UnknownHostException) {
                return new TransportException(FailureKind.UNREACHABLE, "There is no address for the host of " + server + ": check its name,"
                        + " and the gateway's name servers", failure);
            }
            if (cause instanceof HttpTimeoutException) {
                return new TransportException(FailureKind.TIMEOUT, server + " does not answer: check host, port and firewalls", failure);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return new TransportException(FailureKind.UNREACHABLE, server + " cannot be reached: check host and port, and that its WebDAV"
                        + " server runs", failure);
            }
            if (isIdentity(cause, answered)) {
                return new TransportException(FailureKind.HOST_IDENTITY, server + " could not prove to be that host, so no password was sent."
                        + " Compare its certificate's issuer with ca-file, and its names with the host name", failure);
            }
        }
        return new TransportException(FailureKind.CONNECTION_LOST, "The connection to " + server + " was lost: check the line to it", failure);
    }

    /**
     * Returns true for a failed authentication of the host. A connection that breaks during the handshake is an {@link
     * SSLHandshakeException} too, and no such failure.
     */
    private static boolean isIdentity(Throwable cause, boolean answered) {
        return cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException
                || cause instanceof SSLException && !(cause instanceof SSLHandshakeException) && !answered;
    }

    /**
     * Classifies an unexpected status.
     *
     * @param task the task that failed, as the beginning of a sentence: {@code "Storing a/b"}
     */
    static TransportException statusFailure(int status, String task, WebdavAddress address) {
        String failed = task + " failed on " + address + ": ";
        return switch (status) {
            case 301, 302, 303, 307, 308 -> new TransportException(FailureKind.UNKNOWN, failed + "the server sends this somewhere else (status "
                    + status + "). Name the place itself as the target");
            case 401 -> new TransportException(FailureKind.AUTHENTICATION, failed + "the server refuses this login. Check username and password");
            case 403 -> new TransportException(FailureKind.DENIED, failed + "the login has no right to it. Let this user read and write there");
            case 404, 410 -> new TransportException(FailureKind.NOT_FOUND, failed + "there is no such object or directory");
            case 405, 501 -> new TransportException(FailureKind.UNKNOWN, failed + "the server gives no WebDAV there (status " + status
                    + "). Check the path");
            case 408, 504 -> new TransportException(FailureKind.TIMEOUT, failed + "the server gave up waiting (status " + status + ")");
            case 412 -> new TransportException(FailureKind.ALREADY_EXISTS, failed + "the name is taken");
            case 413 -> new TransportException(FailureKind.DENIED, failed + "the server takes no object so large. Let it take 80 MiB");
            case 423 -> new TransportException(FailureKind.DENIED, failed + "another WebDAV client has locked it. Unlock it there");
            case 429, 503 -> new TransportException(FailureKind.THROTTLED, failed + "the server asks to come back later (status " + status + ")");
            case 502 -> new TransportException(FailureKind.CONNECTION_LOST, failed + "the server lost its own connection to the storage");
            case 507 -> new TransportException(FailureKind.NO_SPACE, failed + "there is no space left, or a quota is reached. Free space there,"
                    + " for example by removing old backups, and start again");
            default -> new TransportException(FailureKind.UNKNOWN, failed + "the server answers with status " + status + ". Its log may say more");
        };
    }
}
