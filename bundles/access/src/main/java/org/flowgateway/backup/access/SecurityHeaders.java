package org.flowgateway.backup.access;

import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Headers that tell browsers to do nothing with an answer of the API but to hand it over (OWASP REST Security Cheat Sheet).
 *
 * <p>They are set when a request comes in, so that everything that answers below {@code /api} has them. An answer that is begun anew, as errors
 * are, has lost them, and gets them once more.
 */
final class SecurityHeaders implements HttpConfiguration.Customizer {

    private static final String API = "/api";

    private final OptionalInt hstsSeconds;

    /** @param hstsSeconds max-age of Strict-Transport-Security (RFC 6797), in seconds; empty: the header is not sent */
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

    /** Sets them on an error, whatever its path: of what could not be parsed, nobody knows the path. */
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
        // A request that could not be parsed knows nothing of its connection's TLS.
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
