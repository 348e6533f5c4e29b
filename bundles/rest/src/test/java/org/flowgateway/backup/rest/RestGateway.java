package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobService;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.Operation;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.Progress;
import org.flowgateway.backup.api.Target;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.ApplicationDTO;
import org.osgi.service.jakartars.runtime.dto.ResourceDTO;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;

/** All resources, with the filter and the mapper, in the container's REST framework; without a server. */
final class RestGateway {

    static final Instant STARTED = Instant.ofEpochSecond(1_659_006_593);
    static final String OPERATOR = "otto:op:pass";
    static final String VIEWER = "vera:view";
    static final String NOBODY = "norbert:none";
    static final String BACKUP = "mgmt.gateway_backup/1.0/backup";
    static final String RESTORE = "mgmt.gateway_backup/1.0/restore";

    private static final URI BASE = URI.create("https://gateway.example/api/");
    private static final Map<String, Set<UserRole>> USERS = Map.of(
            OPERATOR,
            Set.of(UserRole.BACKUP_OPERATOR),
            VIEWER,
            Set.of(UserRole.VIEWER),
            "ädmin:pä ss",
            Set.of(UserRole.ADMIN),
            NOBODY,
            Set.of());

    final FakeJobService jobs = new FakeJobService();
    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    /** Service in the registry; {@code null} for none. */
    JobService jobService = jobs;

    JakartarsServiceRuntime whiteboard = publishing(
            BackupResource.NAME,
            RestoreResource.NAME,
            JobResource.NAME,
            PlanResource.NAME,
            PlannedRestoreResource.NAME,
            KeepaliveResource.NAME,
            AuthInfoResource.NAME,
            ServicesResource.NAME);
    final ServiceReadiness readiness = new ServiceReadiness(() -> jobService, () -> whiteboard);

    /** Value of the latest answer. */
    String retryAfter;
    /** Request attributes that the listener would set; empty for none. */
    Map<String, Object> resolved = Map.of();

    private final ApplicationHandler application;

    RestGateway() {
        this(true, true);
    }

    /**
     * Publishes the resources.
     *
     * @param filtered whether the authentication filter is present; without it nothing may answer
     * @param whole whether all resources are served that the whiteboard lists
     */
    RestGateway(boolean filtered, boolean whole) {
        ResourceConfig config = new ResourceConfig()
                .addProperties(new GatewayApplication().getProperties())
                .register(new ErrorMapper())
                .register(new BackupResource(readiness))
                .register(new RestoreResource(readiness))
                .register(new JobResource(readiness))
                .register(new PlanResource(readiness))
                .register(new PlannedRestoreResource(readiness))
                .register(new AuthInfoResource())
                .register(new ServicesResource(readiness));
        if (whole) {
            config.register(new KeepaliveResource());
        }
        if (filtered) {
            config.register(new AuthenticationFilter(
                    new Users(),
                    java.time.Clock.systemUTC(),
                    new LoginAudit(audited::add, java.time.Clock.systemUTC())));
        }
        application = new ApplicationHandler(config);
    }

    Answer get(String path, String user) {
        return call("GET", path, user, null, null);
    }

    Answer post(String path, String user, String body) {
        return call("POST", path, user, "application/json", body);
    }

    Answer call(String method, String path, String user, String type, String body) {
        return call(method, path, user, type, body, "X-Nothing", "");
    }

    Answer call(String method, String path, String user, String type, String body, String header, String value) {
        ContainerRequest request = new ContainerRequest(
                BASE, BASE.resolve(path), method, new Anonymous(), new MapPropertiesDelegate(), null);
        if (user != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        request.header(header, value);
        resolved.forEach(request::setProperty);
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        }
        return send(request);
    }

    Answer authorized(String path, String header) {
        ContainerRequest request = new ContainerRequest(
                BASE, BASE.resolve(path), "GET", new Anonymous(), new MapPropertiesDelegate(), null);
        request.header("Authorization", header);
        return send(request);
    }

    private Answer send(ContainerRequest request) {
        try {
            ContainerResponse response = application.apply(request).get();
            retryAfter = response.getStringHeaders().getFirst("Retry-After");
            return new Answer(
                    response.getStatus(),
                    String.valueOf(response.getMediaType()),
                    response.getStringHeaders().getFirst("Location"),
                    response.getStringHeaders().getFirst("Allow"),
                    response.getStringHeaders().getFirst("WWW-Authenticate"),
                    response.getEntity() == null ? "" : response.getEntity().toString());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    static Job job(String id, Operation operation, JobState state, String directory) {
        return new Job(
                id,
                operation,
                state,
                state == JobState.EXECUTING ? Phase.CHECKING : Phase.ENDED,
                new Target("nas.example", "mazu", "path/to"),
                directory,
                STARTED,
                state == JobState.EXECUTING ? Optional.empty() : Optional.of(STARTED.plusSeconds(5)),
                "a warning",
                new Progress(3, 2, 1));
    }

    static JakartarsServiceRuntime publishing(String... names) {
        return () -> {
            RuntimeDTO runtime = new RuntimeDTO();
            runtime.defaultApplication = new ApplicationDTO();
            runtime.defaultApplication.resourceDTOs = Arrays.stream(names)
                    .map(name -> {
                        ResourceDTO resource = new ResourceDTO();
                        resource.name = name;
                        return resource;
                    })
                    .toArray(ResourceDTO[]::new);
            return runtime;
        };
    }

    /** Response of the gateway. */
    record Answer(int status, String type, String location, String allow, String challenge, String body) {

        /** Returns an answer in JSON with no header of its own. */
        static Answer json(int status, String body) {
            return new Answer(status, "application/json", null, null, null, body);
        }
    }

    private static final class Users extends UserRealm {

        @Override
        Optional<Set<UserRole>> login(BasicCredentials credentials) {
            return Optional.ofNullable(USERS.get(credentials.user() + ":" + new String(credentials.password())));
        }
    }

    private static final class Anonymous implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String getAuthenticationScheme() {
            return null;
        }
    }
}
