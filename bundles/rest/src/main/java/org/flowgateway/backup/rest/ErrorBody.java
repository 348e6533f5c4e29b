package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Body of every error: exactly these two keys, since one client of the contract fails at a third.
 *
 * @param id kind of the error
 * @param text cause and remedy, for a person
 */
record ErrorBody(
        @JsonProperty("error_id") ErrorId id,
        @JsonProperty("error_text") String text) {

    /** Creates a response with a status and this error as its body. */
    static Response response(int status, ErrorId id, String text) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(JsonResponses.write(new ErrorBody(id, text)))
                .build();
    }
}
