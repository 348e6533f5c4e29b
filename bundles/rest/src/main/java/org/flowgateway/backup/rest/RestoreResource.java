package org.flowgateway.backup.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The contract's restore calls. */
@Component(service = RestoreResource.class)
@JakartarsResource
@JakartarsName(RestoreResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@Path("mgmt.gateway_backup/1.0/restore")
public final class RestoreResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.restore";

    private final ServiceReadiness readiness;

    /** Creates the resource; without a job service its calls answer 503. */
    @Activate
    public RestoreResource(@Reference ServiceReadiness readiness) {
        this.readiness = readiness;
    }

    /** Status of the latest restores. */
    @GET
    public Response status(@Context SecurityContext security) throws NotReadyException {
        AuthenticatedUser.requireLogin(security);
        return JsonResponses.ok(readiness
                .jobs()
                .latest(Operation.RESTORE)
                .map(StatusViews.Restore::of)
                .orElse(StatusViews.Restore.NONE));
    }

    /** Starts a restore; the answer names the job, which is visible by then. */
    @POST
    public Response start(
            @Context SecurityContext security, @Context HttpHeaders headers, @Context UriInfo uri, InputStream body)
            throws JobInProgressException, NotReadyException, IOException {
        AuthenticatedUser.requireMayStart(security);
        return JobResource.started(
                readiness.jobs(security).startRestore(JobRequests.restore(headers, body)), security, uri);
    }
}
