package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;

/**
 * The user that a request was authenticated as.
 *
 * <p>Every resource behind authentication asks for it before it does anything. Only {@link AuthenticationFilter} makes one: a request that
 * somehow came past the filter has none and is refused.
 *
 * @param user the user's name
 * @param roles what this user may do; not empty
 * @param secure whether the request came over TLS
 */
record Caller(String user, Set<Role> roles, boolean secure) implements SecurityContext, Principal {

    Caller {
        roles = Set.copyOf(roles);
    }

    /** Refuses a request that was not authenticated. */
    static void mustRead(SecurityContext context) {
        of(context);
    }

    /** Refuses a request that was not authenticated, or whose user may not start jobs. */
    static void mustStart(SecurityContext context) {
        if (of(context).roles().stream().noneMatch(Role::starts)) {
            throw RefusedException.notAllowed();
        }
    }

    private static Caller of(SecurityContext context) {
        if (context != null && context.getUserPrincipal() instanceof Caller caller && !caller.roles().isEmpty()) {
            return caller;
        }
        throw RefusedException.credentialsRequired();
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
        return Role.named(role).filter(roles::contains).isPresent();
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
