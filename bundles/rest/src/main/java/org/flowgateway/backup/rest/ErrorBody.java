package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The body of every error: exactly these two keys, as one client of the contract fails at a third.
 *
 * @param id which kind of error
 * @param text what is wrong, in words a person can act on
 */
record ErrorBody(
        @JsonProperty("error_id") ErrorId id,
        @JsonProperty("error_text") String text) {

    /** A response of this status with this error as its body. */
    static Response response(int status, ErrorId id, String text) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(JsonResponses.write(new ErrorBody(id, text)))
                .build();
    }
}
