package org.flowgateway.backup.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.flowgateway.backup.api.Actor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/**
 * HTTP Basic authentication against the container's users.
 *
 * <p>Resources name this extension as a requirement, so the whiteboard does not publish them without it. They also ask for an
 * {@link AuthenticatedUser}, which only this filter creates. It runs after matching: a path that does not exist is 404 for everybody.
 */
@Component
@JakartarsExtension
@JakartarsName(AuthenticationFilter.NAME)
public final class AuthenticationFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** The extension's name in the whiteboard. */
    static final String NAME = "gateway.authentication";

    /** Filter by which a resource requires this extension. */
    static final String SELECT = "(osgi.jakartars.name=" + NAME + ")";

    private final LoginGuard guard;
    private final LoginAudit audit;

    /** Authenticates against the container's realm. */
    @Activate
    public AuthenticationFilter(@Reference LoginAudit audit) {
        this(new UserRealm(), Clock.systemUTC(), audit);
    }

    AuthenticationFilter(UserRealm realm, Clock clock, LoginAudit audit) {
        guard = new LoginGuard(realm, clock, new SecureRandom());
        this.audit = audit;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!isOpen(request.getUriInfo().getMatchedResources())) {
            request.setSecurityContext(authenticate(request));
        }
    }

    private AuthenticatedUser authenticate(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || header.isBlank()) {
            throw RequestRejectedException.credentialsRequired();
        }
        RequestOrigin origin = RequestOrigin.of(request);
        // Only here is it known how a login ended: LoginGuard throws if it was not checked (429).
        try (BasicCredentials credentials =
                BasicCredentials.parse(header).orElseThrow(RequestRejectedException::credentialsWrong)) {
            LoginGuard.Login login = login(credentials, origin.address());
            boolean secure = request.getSecurityContext() != null
                    && request.getSecurityContext().isSecure();
            return new AuthenticatedUser(credentials.user(), login.roles(), secure, origin);
        }
    }

    private LoginGuard.Login login(BasicCredentials credentials, String address) {
        Actor actor = new Actor(credentials.user(), address);
        try {
            LoginGuard.Login login =
                    guard.login(credentials, address).orElseThrow(RequestRejectedException::credentialsWrong);
            audit.loggedIn(actor);
            return login;
        } catch (RequestRejectedException e) {
            audit.loginRefused(actor, e);
            throw e;
        }
    }

    /** Records a request that an authenticated user was not permitted. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.FORBIDDEN.getStatusCode()
                && request.getSecurityContext() instanceof AuthenticatedUser caller) {
            audit.forbidden(
                    caller.actor(),
                    request.getMethod() + " " + request.getUriInfo().getPath());
        }
    }

    private static boolean isOpen(List<Object> matched) {
        return !matched.isEmpty()
                && matched.stream().allMatch(resource -> resource.getClass().isAnnotationPresent(NoLogin.class));
    }
}
