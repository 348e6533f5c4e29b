package org.flowgateway.backup.rest;

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
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.NotReadyException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Restores of 1.1: by a plan, by sections, by paths. */
@Component(service = PlannedRestoreResource.class)
@JakartarsResource
@JakartarsName(PlannedRestoreResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@Path("mgmt.gateway_backup/1.1/restore")
public final class PlannedRestoreResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.planned_restore";

    private final ServiceReadiness readiness;

    /** Creates the resource; without a job service its calls answer 503. */
    @Activate
    public PlannedRestoreResource(@Reference ServiceReadiness readiness) {
        this.readiness = readiness;
    }

    /** Starts a restore; the answer names the job, which is visible by then. */
    @POST
    public Response start(
            @Context SecurityContext security, @Context HttpHeaders headers, @Context UriInfo uri, InputStream body)
            throws JobInProgressException, NotReadyException, IOException {
        AuthenticatedUser.requireMayStart(security);
        JobService jobs = readiness.jobs(security);
        return JobResource.started(
                jobs.startRestore(JobRequests.plannedRestore(headers, body, jobs::plan)), security, uri);
    }
}
