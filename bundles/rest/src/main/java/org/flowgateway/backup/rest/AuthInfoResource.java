package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Ways to log in, for clients that have not logged in yet. */
@Component(service = AuthInfoResource.class)
@JakartarsResource
@JakartarsName(AuthInfoResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@NoLogin
@Path("common/1.0/auth_info")
public final class AuthInfoResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.auth_info";

    private static final AuthInfo INFO = new AuthInfo(List.of("BASIC"), false, "");

    /** The ways to log in. */
    @GET
    public Response authInfo() {
        return JsonResponses.ok(INFO);
    }

    @JsonPropertyOrder({"supported_methods", "specify_purpose", "login_banner"})
    private record AuthInfo(
            @JsonProperty("supported_methods") List<String> supportedMethods,
            @JsonProperty("specify_purpose") boolean specifyPurpose,
            @JsonProperty("login_banner") String loginBanner) {}
}
