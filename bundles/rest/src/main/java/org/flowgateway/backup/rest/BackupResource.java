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
import java.util.List;
import org.flowgateway.backup.api.JobInProgressException;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.Operation;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The contract's backup calls. */
@Component(service = BackupResource.class)
@JakartarsResource
@JakartarsName(BackupResource.NAME)
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
@Path("mgmt.gateway_backup/1.0/backup")
public final class BackupResource {

    /** The resource's name in the whiteboard. */
    static final String NAME = "gateway.backup";

    private final ServiceReadiness readiness;

    /** Creates the resource; without a job service its calls answer 503. */
    @Activate
    public BackupResource(@Reference ServiceReadiness readiness) {
        this.readiness = readiness;
    }

    /** Status of the latest backups. */
    @GET
    public Response status(@Context SecurityContext security) throws NotReadyException {
        AuthenticatedUser.requireLogin(security);
        JobService jobs = readiness.jobs();
        return JsonResponses.ok(
                List.of(StatusViews.Backup.of(jobs.latestCompleted(Operation.BACKUP), jobs.latest(Operation.BACKUP))));
    }

    /** Starts a backup; the answer names the job, which is visible by then. */
    @POST
    public Response start(
            @Context SecurityContext security, @Context HttpHeaders headers, @Context UriInfo uri, InputStream body)
            throws JobInProgressException, NotReadyException, IOException {
        AuthenticatedUser.requireMayStart(security);
        return JobResource.started(
                readiness.jobs(security).startBackup(JobRequests.backup(headers, body)), security, uri);
    }
}
