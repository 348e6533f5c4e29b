package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.flowgateway.backup.api.message.Message;

/**
 * Body of an error. {@link ErrorMapper} writes it: in 1.1 with everything, elsewhere with exactly two keys, since one client of the contract
 * fails at a third.
 *
 * @param id kind of the error
 * @param text cause and remedy, for a person
 * @param info what 1.1 adds
 */
@JsonPropertyOrder({"error_id", "error_text", "error_info"})
record ErrorBody(
        @JsonProperty("error_id") ErrorId id,
        @JsonProperty("error_text") String text,
        @JsonProperty("error_info") Info info) {

    /** Creates a response with a status and this error as its body. */
    static Response response(int status, ErrorId id, Message description) {
        return response(status, id, description.text(), description, "");
    }

    /**
     * Creates a response with a status and this error as its body.
     *
     * @param property invalid property, or "" if it is not a single one
     */
    static Response response(int status, ErrorId id, String text, Message description, String property) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(new ErrorBody(id, text, Info.of(description, property)))
                .build();
    }

    /** Returns the body with all keys, for 1.1. */
    String withInfo() {
        return JsonResponses.write(this);
    }

    /** Returns the body with the contract's keys only. */
    String withoutInfo() {
        return JsonResponses.write(new Contract(id, text));
    }

    /**
     * Code and remedy, so that programs need not parse the text.
     *
     * @param code stable id of the message
     * @param property invalid property; {@code null} if it is not a single one
     * @param action what to do; {@code null} if the text says it
     */
    @JsonPropertyOrder({"code", "property", "action"})
    record Info(
            @JsonProperty("code") String code,
            @JsonProperty("property") String property,
            @JsonProperty("action") String action) {

        private static Info of(Message description, String property) {
            return new Info(description.code(), orNull(property), orNull(description.action()));
        }

        private static String orNull(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    @JsonPropertyOrder({"error_id", "error_text"})
    private record Contract(
            @JsonProperty("error_id") ErrorId id,
            @JsonProperty("error_text") String text) {}
}
