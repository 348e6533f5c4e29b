package org.flowgateway.backup.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.message.Message;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mapping of exceptions to responses, the only one. As a filter it writes their bodies, since only a filter sees which version was called.
 *
 * <table>
 * <caption>Exceptions and responses</caption>
 * <tr><td>{@link InvalidRequestException}, {@link JobInProgressException}, {@link NothingToConfirmException}</td><td>400 BAD_REQUEST with its message</td></tr>
 * <tr><td>{@link RequestRejectedException}</td><td>401, 403, 413, 415 or 429 with its identifier; 401 with the challenge, 429 with {@code Retry-After}</td></tr>
 * <tr><td>{@link NotReadyException}, {@link StateDirectoryException}</td><td>503 INTERNAL_ERROR with its message</td></tr>
 * <tr><td>no such path, method</td><td>404, 405 BAD_REQUEST; 405 keeps {@code Allow}</td></tr>
 * <tr><td>another fault of the request, which the REST framework found</td><td>400 BAD_REQUEST</td></tr>
 * <tr><td>anything else</td><td>500 INTERNAL_ERROR, and an entry in the log</td></tr>
 * </table>
 */
@Component
@JakartarsExtension
@JakartarsName(ErrorMapper.NAME)
public final class ErrorMapper implements ExceptionMapper<Throwable>, ContainerResponseFilter {

    /** The extension's name in the whiteboard. */
    static final String NAME = "gateway.errors";

    /** Filter by which a resource requires this mapper. */
    static final String SELECT = "(osgi.jakartars.name=" + NAME + ")";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
    private static final String CHALLENGE = "Basic realm=\"Flow Gateway\", charset=\"UTF-8\"";
    private static final String RETRY_SECONDS = "5";

    /** Paths whose errors have {@code error_info}. */
    private static final String WITH_INFO = "mgmt.gateway_backup/1.1/";

    @Override
    public Response toResponse(Throwable fault) {
        if (fault instanceof InvalidRequestException invalid) {
            return ErrorBody.response(
                    400, ErrorId.BAD_REQUEST, invalid.getMessage(), invalid.description(), invalid.property());
        }
        if (fault instanceof JobInProgressException other) {
            return ErrorBody.response(400, ErrorId.BAD_REQUEST, other.description());
        }
        if (fault instanceof NothingToConfirmException nothing) {
            return ErrorBody.response(400, ErrorId.BAD_REQUEST, nothing.description());
        }
        if (fault instanceof RequestRejectedException rejected) {
            return rejected(rejected);
        }
        if (fault instanceof NotReadyException unready) {
            return unavailable(unready.description());
        }
        if (fault instanceof StateDirectoryException failed) {
            return unavailable(failed.description());
        }
        if (fault instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            return framework(web.getResponse());
        }
        LOG.error("A request failed inside", fault);
        return ErrorBody.response(500, ErrorId.INTERNAL_ERROR, HttpMessage.INTERNAL_ERROR.with());
    }

    /** Writes the body of an error in the form of the called version. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof ErrorBody error) {
            boolean info = request.getUriInfo().getPath().startsWith(WITH_INFO);
            response.setEntity(info ? error.withInfo() : error.withoutInfo());
        }
    }

    private static Response rejected(RequestRejectedException rejected) {
        Response.ResponseBuilder response = Response.fromResponse(ErrorBody.response(
                rejected.status(), rejected.id(), rejected.getMessage(), rejected.description(), ""));
        if (rejected.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (rejected.retrySeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, rejected.retrySeconds());
        }
        return response.build();
    }

    private static Response unavailable(Message description) {
        return Response.fromResponse(ErrorBody.response(503, ErrorId.INTERNAL_ERROR, description))
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    private static Response framework(Response found) {
        return switch (found.getStatus()) {
            case 404 -> ErrorBody.response(404, ErrorId.BAD_REQUEST, HttpMessage.NO_RESOURCE.with());
            case 405 -> methodNotAllowed(allowed(found.getHeaderString(HttpHeaders.ALLOW)));
            default -> ErrorBody.response(400, ErrorId.BAD_REQUEST, HttpMessage.REQUEST_MALFORMED.with());
        };
    }

    private static Response methodNotAllowed(String allow) {
        return allow == null
                ? ErrorBody.response(405, ErrorId.BAD_REQUEST, HttpMessage.OTHER_METHOD_REQUIRED.with())
                : Response.fromResponse(ErrorBody.response(
                                405, ErrorId.BAD_REQUEST, HttpMessage.METHOD_NOT_ALLOWED.with(allow)))
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    /** Adds HEAD, which the REST framework answers wherever there is a GET, but does not name. */
    private static String allowed(String found) {
        if (found == null) {
            return null;
        }
        Set<String> methods = new TreeSet<>(List.of(found.split("[,\\s]+", 0)));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.remove("");
        return String.join(", ", methods);
    }
}
