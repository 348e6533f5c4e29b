package org.flowgateway.backup.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Login check, which the published scripts of this API's clients call first. */
@Component(service = KeepaliveResource.class)
@JakartarsResource
@JakartarsName(KeepaliveResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@Path("cascade.aaa/1.0/keepalive")
public final class KeepaliveResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.keepalive";

    /** Answers 204 to an authenticated user. */
    @GET
    public Response keepalive(@Context SecurityContext security) {
        AuthenticatedUser.requireLogin(security);
        return Response.noContent().build();
    }
}
