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

/**
 * Handler of the errors that the HTTP server itself answers: a body with the contract's two keys instead of an HTML page. It repeats nothing of
 * the request and nothing of the cause.
 */
final class JsonErrorHandler implements Request.Handler {

    private static final String RETRY_SECONDS = "5";

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
        Content.Sink.write(response, true, body(status, request), callback);
        return true;
    }

    private static String body(int status, Request request) {
        return status >= 500
                ? "{\"error_id\":\"INTERNAL_ERROR\",\"error_text\":\"" + serverText(status) + "\"}"
                : "{\"error_id\":\"BAD_REQUEST\",\"error_text\":\"" + clientText(status, request) + "\"}";
    }

    private static String serverText(int status) {
        return switch (status) {
            case HttpStatus.SERVICE_UNAVAILABLE_503 ->
                "The gateway is busy, or is starting or stopping; try again in a few seconds";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "This version of HTTP is not supported";
            default -> "Internal error; the gateway's log says more";
        };
    }

    private static String clientText(int status, Request request) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> badRequest(request);
            case HttpStatus.NOT_FOUND_404 -> "There is nothing at this path";
            case HttpStatus.METHOD_NOT_ALLOWED_405 -> "This method is not possible here";
            case HttpStatus.URI_TOO_LONG_414 -> "The path is too long";
            case HttpStatus.EXPECTATION_FAILED_417 ->
                "The only Expect that is supported is 100-continue: leave the header out";
            case HttpStatus.UPGRADE_REQUIRED_426 -> "HTTP/1.1 is spoken here, and no other version";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The request's headers are too large";
            default -> "The request cannot be understood";
        };
    }

    /** Describes what is wrong with a path. For other errors only the parser knows the cause, and its message repeats the client's input. */
    private static String badRequest(Request request) {
        HttpURI uri = request.getHttpURI();
        if (uri == null) {
            return "The request cannot be understood";
        }
        if (uri.hasViolation(UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT)) {
            return "The path holds two slashes in a row: write one";
        }
        return uri.getViolations().isEmpty()
                ? "The request cannot be understood"
                : "The path can be read in more than one way: write it without encoded slashes, dots and parameters";
    }
}
