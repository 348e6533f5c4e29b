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
import java.io.InputStream;
import java.util.Optional;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.RestorePlan;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Restore plans: the changes of a restore, without performing it. Part of 1.1. */
@Component(service = PlanResource.class)
@JakartarsResource
@JakartarsName(PlanResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@Path(PlanResource.PATH)
public final class PlanResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.plan";

    static final String PATH = "mgmt.gateway_backup/1.1/plans";

    private final ServiceReadiness readiness;

    /** Creates the resource; without a job service its calls answer 503. */
    @Activate
    public PlanResource(@Reference ServiceReadiness readiness) {
        this.readiness = readiness;
    }

    /** Starts making a plan; the answer names it, and it can be read by then. */
    @POST
    public Response start(
            @Context SecurityContext security, @Context HttpHeaders headers, @Context UriInfo uri, InputStream body)
            throws JobInProgressException, NotReadyException, IOException {
        AuthenticatedUser.requireMayStart(security);
        Job job = readiness.jobs(security).startPlan(JobRequests.plan(headers, body));
        return Response.noContent()
                .header(HttpHeaders.LOCATION, AuthenticatedUser.location(security, uri, PATH + "/" + job.id()))
                .build();
    }

    /** Plan, or the progress of making it. */
    @GET
    @Path("{id}")
    public Response plan(@Context SecurityContext security, @PathParam("id") String id)
            throws NotReadyException, IOException {
        AuthenticatedUser.requireLogin(security);
        JobService jobs = readiness.jobs();
        Job job = jobs.job(id)
                .filter(found -> found.operation() == Operation.PLAN)
                .orElseThrow(NotFoundException::new);
        Optional<RestorePlan> plan = jobs.plan(id);
        if (plan.isEmpty() && job.state() == JobState.COMPLETED) {
            throw new NotFoundException(); // It was made, and has been dropped for newer ones.
        }
        return JsonResponses.ok(PlanView.of(job, plan));
    }
}
