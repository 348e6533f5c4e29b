package org.flowgateway.backup.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.NothingToConfirmException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Single job, as named by a {@code Location} header. */
@Component(service = JobResource.class)
@JakartarsResource
@JakartarsName(JobResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@Path(JobResource.PATH + "{id}")
public final class JobResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.job";

    static final String PATH = "mgmt.gateway_backup/1.1/jobs/";

    private final ServiceReadiness readiness;

    /** Creates the resource; without a job service its calls answer 503. */
    @Activate
    public JobResource(@Reference ServiceReadiness readiness) {
        this.readiness = readiness;
    }

    /** Current state of the job. */
    @GET
    public Response job(@Context SecurityContext security, @PathParam("id") String id) throws NotReadyException {
        AuthenticatedUser.requireLogin(security);
        return JsonResponses.ok(
                readiness.jobs().job(id).map(StatusViews.JobView::of).orElseThrow(NotFoundException::new));
    }

    /** Confirms a restored state, which ends its confirmation window. */
    @POST
    @Path("confirm")
    public Response confirm(@Context SecurityContext security, @PathParam("id") String id)
            throws NothingToConfirmException, NotReadyException, IOException {
        AuthenticatedUser.requireMayStart(security);
        if (!readiness.jobs(security).confirm(id)) {
            throw new NotFoundException();
        }
        return Response.noContent().build();
    }

    /** Creates the answer to a request that started a job: 204, since a real client fails at a 200 without a body. */
    static Response started(Job job, SecurityContext security, UriInfo uri) {
        return Response.noContent()
                .header(HttpHeaders.LOCATION, AuthenticatedUser.location(security, uri, PATH + job.id()))
                .build();
    }
}
