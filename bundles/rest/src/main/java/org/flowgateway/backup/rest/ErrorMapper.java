package org.flowgateway.backup.rest;

import jakarta.ws.rs.WebApplicationException;
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
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mapping of exceptions to responses, the only one.
 *
 * <table>
 * <caption>Exceptions and responses</caption>
 * <tr><td>{@link InvalidRequestException}, {@link JobInProgressException}, {@link NothingToConfirmException}</td><td>400 BAD_REQUEST with its message</td></tr>
 * <tr><td>{@link AccessRefusedException}</td><td>401, 403 or 429 with its identifier; 401 with the challenge, 429 with {@code Retry-After}</td></tr>
 * <tr><td>{@link RejectedBodyException}</td><td>413 or 415 BAD_REQUEST with its message</td></tr>
 * <tr><td>{@link NotReadyException}, {@link StateDirectoryException}</td><td>503 INTERNAL_ERROR with its message</td></tr>
 * <tr><td>no such path, method</td><td>404, 405 BAD_REQUEST; 405 keeps {@code Allow}</td></tr>
 * <tr><td>another fault of the request, which the REST framework found</td><td>400 BAD_REQUEST</td></tr>
 * <tr><td>anything else</td><td>500 INTERNAL_ERROR, and an entry in the log</td></tr>
 * </table>
 */
@Component
@JakartarsExtension
@JakartarsName(ErrorMapper.NAME)
public final class ErrorMapper implements ExceptionMapper<Throwable> {

    /** The extension's name in the whiteboard. */
    static final String NAME = "gateway.errors";

    /** Filter by which a resource requires this mapper. */
    static final String SELECT = "(osgi.jakartars.name=" + NAME + ")";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
    private static final String CHALLENGE = "Basic realm=\"Flow Gateway\", charset=\"UTF-8\"";
    private static final String RETRY_SECONDS = "5";

    @Override
    public Response toResponse(Throwable fault) {
        if (fault instanceof InvalidRequestException
                || fault instanceof JobInProgressException
                || fault instanceof NothingToConfirmException) {
            return ErrorBody.response(400, ErrorId.BAD_REQUEST, fault.getMessage());
        }
        if (fault instanceof RejectedBodyException rejected) {
            return ErrorBody.response(rejected.status(), ErrorId.BAD_REQUEST, rejected.getMessage());
        }
        if (fault instanceof AccessRefusedException refused) {
            return refused(refused);
        }
        if (fault instanceof NotReadyException || fault instanceof StateDirectoryException) {
            return Response.fromResponse(ErrorBody.response(503, ErrorId.INTERNAL_ERROR, fault.getMessage()))
                    .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .build();
        }
        if (fault instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            return framework(web.getResponse());
        }
        LOG.error("A request failed inside", fault);
        return ErrorBody.response(500, ErrorId.INTERNAL_ERROR, "Internal error; the gateway's log says more");
    }

    private static Response refused(AccessRefusedException refused) {
        Response.ResponseBuilder response =
                Response.fromResponse(ErrorBody.response(refused.status(), refused.id(), refused.getMessage()));
        if (refused.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (refused.retrySeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, refused.retrySeconds());
        }
        return response.build();
    }

    private static Response framework(Response found) {
        return switch (found.getStatus()) {
            case 404 -> ErrorBody.response(404, ErrorId.BAD_REQUEST, "There is nothing at this path");
            case 405 -> {
                String allow = allowed(found.getHeaderString(HttpHeaders.ALLOW));
                Response response = ErrorBody.response(
                        405,
                        ErrorId.BAD_REQUEST,
                        "This method is not possible here" + (allow == null ? "" : "; possible are " + allow));
                yield allow == null
                        ? response
                        : Response.fromResponse(response)
                                .header(HttpHeaders.ALLOW, allow)
                                .build();
            }
            default -> ErrorBody.response(400, ErrorId.BAD_REQUEST, "The request cannot be understood");
        };
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
