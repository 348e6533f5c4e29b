package org.flowgateway.backup.access;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.flowgateway.backup.api.message.Message;

/**
 * Handler of the errors that the HTTP server itself answers: a body with the contract's two keys, and {@code error_info} in 1.1, instead of an
 * HTML page. It repeats nothing of the request and nothing of the cause.
 */
final class JsonErrorHandler implements Request.Handler {

    private static final String RETRY_SECONDS = "5";

    /** Paths whose errors have {@code error_info}. */
    private static final String WITH_INFO = "/api/mgmt.gateway_backup/1.1/";

    private final SecurityHeaders security;

    JsonErrorHandler(SecurityHeaders security) {
        this.security = security;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException rejected
                ? rejected.getCode()
                : response.getStatus();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        security.onError(request, response.getHeaders());
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        }
        if (HttpStatus.hasNoBody(status)) {
            callback.succeeded();
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, body(status, request.getHttpURI()), callback);
        return true;
    }

    private static String body(int status, HttpURI uri) {
        Message message = message(status, uri).with();
        String id = status >= HttpStatus.INTERNAL_SERVER_ERROR_500 ? "INTERNAL_ERROR" : "BAD_REQUEST";
        String info = isBelow11(uri)
                ? ",\"error_info\":{\"code\":\"" + message.code() + "\",\"property\":null,\"action\":\""
                        + message.action() + "\"}"
                : "";
        return "{\"error_id\":\"" + id + "\",\"error_text\":\"" + message.text() + "\"" + info + "}";
    }

    private static boolean isBelow11(HttpURI uri) {
        return uri != null
                && uri.getCanonicalPath() != null
                && uri.getCanonicalPath().startsWith(WITH_INFO);
    }

    /**
     * Returns the message of an error. Of a malformed request only the parser knows the cause, and its message repeats the client's input.
     *
     * @param uri of the request; {@code null} if it could not be parsed
     */
    static ServerMessage message(int status, HttpURI uri) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> badRequest(uri);
            case HttpStatus.NOT_FOUND_404 -> ServerMessage.NO_RESOURCE;
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> ServerMessage.METHOD_NOT_ALLOWED;
            case HttpStatus.URI_TOO_LONG_414 -> ServerMessage.PATH_TOO_LONG;
            case HttpStatus.EXPECTATION_FAILED_417 -> ServerMessage.EXPECTATION_UNSUPPORTED;
            case HttpStatus.UPGRADE_REQUIRED_426 -> ServerMessage.HTTP_1_REQUIRED;
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> ServerMessage.HEADERS_TOO_LARGE;
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> ServerMessage.UNAVAILABLE;
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> ServerMessage.HTTP_VERSION_UNSUPPORTED;
            default ->
                status >= HttpStatus.INTERNAL_SERVER_ERROR_500
                        ? ServerMessage.INTERNAL_ERROR
                        : ServerMessage.REQUEST_MALFORMED;
        };
    }

    private static ServerMessage badRequest(HttpURI uri) {
        if (uri == null || uri.getViolations().isEmpty()) {
            return ServerMessage.REQUEST_MALFORMED;
        }
        return uri.hasViolation(UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT)
                ? ServerMessage.PATH_WITH_DOUBLE_SLASH
                : ServerMessage.PATH_AMBIGUOUS;
    }
}
