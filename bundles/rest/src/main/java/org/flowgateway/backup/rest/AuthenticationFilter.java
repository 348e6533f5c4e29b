package org.flowgateway.backup.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/**
 * HTTP Basic authentication against the container's users.
 *
 * <p>Resources name this extension as one that they need, so the whiteboard does not publish them without it; and they ask for a
 * {@link Caller}, which only this makes. It runs after matching: a path that does not exist is 404 for everybody.
 */
@Component
@JakartarsExtension
@JakartarsName(AuthenticationFilter.NAME)
public final class AuthenticationFilter implements ContainerRequestFilter {

    /** The extension's name in the whiteboard. */
    static final String NAME = "gateway.authentication";

    /** What a resource selects to be published only behind this filter. */
    static final String SELECT = "(osgi.jakartars.name=" + NAME + ")";

    private final UserRealm realm;

    /** Authenticates against the container's realm. */
    @Activate
    public AuthenticationFilter() {
        this(new UserRealm());
    }

    AuthenticationFilter(UserRealm realm) {
        this.realm = realm;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!isOpen(request.getUriInfo().getMatchedResources())) {
            request.setSecurityContext(authenticate(request));
        }
    }

    private Caller authenticate(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || header.isBlank()) {
            throw RefusedException.credentialsRequired();
        }
        try (BasicCredentials credentials = BasicCredentials.parse(header).orElseThrow(RefusedException::credentialsWrong)) {
            Optional<Set<Role>> roles = realm.login(credentials);
            // A user without a role here is told what one with a wrong password is: these credentials are no good.
            if (roles.isEmpty() || roles.get().isEmpty()) {
                throw RefusedException.credentialsWrong();
            }
            boolean secure = request.getSecurityContext() != null && request.getSecurityContext().isSecure();
            return new Caller(credentials.user(), roles.get(), secure, RequestOrigin.of(request));
        }
    }

    private static boolean isOpen(List<Object> matched) {
        return !matched.isEmpty() && matched.stream().allMatch(resource -> resource.getClass().isAnnotationPresent(Open.class));
    }
}
