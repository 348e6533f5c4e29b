package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.security.Principal;
import java.util.Set;
import org.flowgateway.backup.api.Actor;

/**
 * Authenticated user of a request.
 *
 * <p>Every resource behind authentication asks for this user before it does anything. Only {@link AuthenticationFilter} creates one: a request
 * that bypassed the filter has none and is refused.
 *
 * @param user the user's name
 * @param roles the user's roles here; not empty
 * @param secure whether the request came over TLS
 * @param origin the client's address, and the path prefix of a reverse proxy
 */
record AuthenticatedUser(String user, Set<UserRole> roles, boolean secure, RequestOrigin origin)
        implements SecurityContext, Principal {

    AuthenticatedUser {
        roles = Set.copyOf(roles);
    }

    /** Refuses a request that was not authenticated. */
    static void requireLogin(SecurityContext context) {
        of(context);
    }

    /** Returns the authenticated user of a request; {@link RequestOrigin#address} of its origin is the client's address. */
    static AuthenticatedUser of(SecurityContext context) {
        if (context != null
                && context.getUserPrincipal() instanceof AuthenticatedUser caller
                && !caller.roles().isEmpty()) {
            return caller;
        }
        throw RequestRejectedException.credentialsRequired();
    }

    /**
     * Returns the value of {@code Location} for a resource: a path without a host, since only the client knows the host name it used.
     *
     * @param path relative to the API's base
     */
    static String location(SecurityContext context, UriInfo uri, String path) {
        return of(context).origin().pathPrefix() + uri.getBaseUri().getPath() + path;
    }

    /** User and address, for jobs and the audit log. */
    Actor actor() {
        return new Actor(user, origin.address());
    }

    /** Refuses a request that was not authenticated, or whose user may not start jobs. */
    static void requireMayStart(SecurityContext context) {
        if (of(context).roles().stream().noneMatch(UserRole::mayStart)) {
            throw RequestRejectedException.notPermitted();
        }
    }

    @Override
    public String getName() {
        return user;
    }

    @Override
    public Principal getUserPrincipal() {
        return this;
    }

    @Override
    public boolean isUserInRole(String role) {
        return UserRole.named(role).filter(roles::contains).isPresent();
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String getAuthenticationScheme() {
        return BASIC_AUTH;
    }
}
