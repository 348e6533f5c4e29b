package org.flowgateway.backup.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** JSON responses. They are not left to a message body writer: the answer would depend on the writers that are registered at that moment. */
final class JsonResponses {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonResponses() {}

    /** Creates a 200 with a view as its body. There is one representation, whatever the client accepts. */
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
