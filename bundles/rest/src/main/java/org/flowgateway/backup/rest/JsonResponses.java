package org.flowgateway.backup.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Writes answers. Their JSON is made here and not by a message body writer: an answer then cannot depend on which writers happen to be
 * registered at that moment.
 */
final class JsonResponses {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonResponses() {}

    /** A 200 with this as its body, whatever the client says it accepts: there is one representation. */
    static Response ok(Object view) {
        return Response.ok(write(view), MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }

    static String write(Object view) {
        try {
            return MAPPER.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A view that cannot be written as JSON", e);
        }
    }
}
