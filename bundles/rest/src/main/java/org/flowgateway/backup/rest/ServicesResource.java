package org.flowgateway.backup.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.api.NotReadyException;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Services of this gateway. It is also the readiness check, since it answers 200 only when all of them work. */
@Component(service = ServicesResource.class)
@JakartarsResource
@JakartarsName(ServicesResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@NoLogin
@Path("common/{version: 1\\.[01]}/services")
public final class ServicesResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.services";

    private static final List<Offered> OTHERS = List.of(
            new Offered("common", List.of("1.0"), List.of()), new Offered("cascade.aaa", List.of("1.0"), List.of()));

    private final ServiceReadiness readiness;

    /** Creates the resource with its readiness check. */
    @Activate
    public ServicesResource(@Reference ServiceReadiness readiness) {
        this.readiness = readiness;
    }

    /** Services and their versions. */
    @GET
    public Response services(@Context ExtendedResourceContext application) throws NotReadyException {
        readiness.check(application);
        List<Offered> offered = new ArrayList<>();
        offered.add(new Offered("mgmt.gateway_backup", List.of("1.0", "1.1"), readiness.degradations()));
        offered.addAll(OTHERS);
        return JsonResponses.ok(offered);
    }

    /** Answer; {@code problems} is present only if there are some that do not prevent readiness. */
    @JsonPropertyOrder({"id", "versions", "problems"})
    private record Offered(
            @JsonProperty("id") String id,
            @JsonProperty("versions") List<String> versions,

            @JsonProperty("problems") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> problems) {}
}
