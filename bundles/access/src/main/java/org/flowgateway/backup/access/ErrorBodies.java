package org.flowgateway.backup.access;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * The body of every error that the HTTP server makes itself: the contract's two keys instead of a page in HTML. It says nothing of the
 * request and nothing of the cause.
 */
final class ErrorBodies implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException rejected
                ? rejected.getCode() : response.getStatus();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (HttpStatus.hasNoBody(status)) {
            callback.succeeded();
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, body(status), callback);
        return true;
    }

    private static String body(int status) {
        return status >= 500
                ? "{\"error_id\":\"INTERNAL_ERROR\",\"error_text\":\"" + serverText(status) + "\"}"
                : "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"" + clientText(status) + "\"}";
    }

    private static String serverText(int status) {
        return switch (status) {
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The gateway is starting or stopping; try again later";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "This version of HTTP is not supported";
            default -> "Internal error; the gateway's log says more";
        };
    }

    private static String clientText(int status) {
        return switch (status) {
            case HttpStatus.NOT_FOUND_404 -> "There is nothing at this path";
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> "This method is not possible here";
            case HttpStatus.URI_TOO_LONG_414 -> "The path is too long";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The request's headers are too large";
            default -> "The request cannot be understood";
        };
    }
}
