package org.flowgateway.backup.access;

import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Headers that tell browsers to do nothing with an answer of the API but pass it on (OWASP REST Security Cheat Sheet).
 *
 * <p>They are set when a request arrives, so that every answer below {@code /api} has them. An answer that is started again, such as an error,
 * has lost them; they are then set once more.
 */
final class SecurityHeaders implements HttpConfiguration.Customizer {

    private static final String API = "/api";

    private final OptionalInt hstsSeconds;

    /**
     * Creates the headers.
     *
     * @param hstsSeconds max-age of Strict-Transport-Security (RFC 6797), in seconds; empty: the header is not sent
     */
    SecurityHeaders(OptionalInt hstsSeconds) {
        this.hstsSeconds = hstsSeconds;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        if (isApi(request.getHttpURI().getCanonicalPath())) {
            restrict(headers);
        }
        transport(request, headers);
        return request;
    }

    /** Sets the headers on an error of any path: the path of a request that could not be parsed is unknown. */
    void onError(Request request, HttpFields.Mutable headers) {
        restrict(headers);
        transport(request, headers);
    }

    private static boolean isApi(String path) {
        return path != null && (path.equals(API) || path.startsWith(API + "/"));
    }

    private static void restrict(HttpFields.Mutable headers) {
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'");
    }

    private void transport(Request request, HttpFields.Mutable headers) {
        // For a request that could not be parsed, the TLS state of its connection is unknown.
        if (hstsSeconds.isPresent()
                && (request.isSecure()
                        || request.getConnectionMetaData()
                                        .getConnection()
                                        .getEndPoint()
                                        .getSslSessionData()
                                != null)) {
            headers.put("Strict-Transport-Security", "max-age=" + hstsSeconds.getAsInt());
        }
    }
}
