package org.flowgateway.backup.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.AuditEvent.Action;
import org.flowgateway.backup.api.AuditLog;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit of logins over HTTPS and of refusals.
 *
 * <p>Clients log in with every request. A right login is therefore recorded only if the same user was not seen at the same address within the
 * last {@link #IDLE}, or has failed there since. The same holds for a login that was refused unchecked. Each wrong login is recorded.
 * Thread-safe.
 */
@Component(service = LoginAudit.class)
public final class LoginAudit {

    private static final Logger LOG = LoggerFactory.getLogger(LoginAudit.class);
    private static final Duration IDLE = Duration.ofMinutes(15);
    private static final int MAX_REMEMBERED = 1000;
    private static final String API = "api";

    private final Consumer<AuditEvent> log;
    private final Clock clock;
    private final Runnable release;
    /** Last result and time by actor. */
    private final Map<Actor, Seen> seen = new LinkedHashMap<>(MAX_REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Actor, Seen> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private record Seen(String result, Instant when) {}

    /** Starts a tracker of the audit log's service, as {@link ServiceReadiness} does for its services. */
    @Activate
    public LoginAudit(BundleContext context) {
        ServiceTracker<AuditLog, AuditLog> tracked = new ServiceTracker<>(context, AuditLog.class, null);
        tracked.open();
        this.log = event -> write(tracked.getService(), event);
        this.clock = Clock.systemUTC();
        this.release = tracked::close;
    }

    LoginAudit(Consumer<AuditEvent> log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.release = () -> {};
    }

    @Deactivate
    void stop() {
        release.run();
    }

    private static void write(AuditLog service, AuditEvent event) {
        if (service == null) {
            LOG.warn(
                    "There is no audit log for now: {} {} {} {}",
                    event.actor(),
                    event.action(),
                    event.object(),
                    event.result());
        } else {
            service.write(event);
        }
    }

    /** Records a right login, unless it is a repeated one. */
    void loggedIn(Actor actor) {
        if (isNew(actor, AuditEvent.OK)) {
            log.accept(new AuditEvent(actor, Action.LOGIN, API, AuditEvent.OK));
        }
    }

    /** Records a login that was wrong, or was rejected unchecked. */
    void loginRefused(Actor actor, RequestRejectedException rejection) {
        boolean checked = rejection.status() != 429;
        String result = checked ? "FAILED" : unchecked(rejection);
        if (isNew(actor, result) || checked) {
            log.accept(new AuditEvent(actor, Action.LOGIN, API, result));
        }
    }

    private static String unchecked(RequestRejectedException rejection) {
        return rejection.description().code().equals(HttpMessage.TOO_MANY_CONCURRENT_LOGINS.code())
                ? "REFUSED: too many logins at a time"
                : "REFUSED: too many wrong logins";
    }

    /** Records a request of a user who may only read. */
    void forbidden(Actor actor, String request) {
        Action action = request.endsWith("/confirm") ? Action.CONFIRM : Action.START;
        log.accept(new AuditEvent(actor, action, request, "REFUSED: this user may only read"));
    }

    private boolean isNew(Actor actor, String result) {
        Instant now = clock.instant();
        synchronized (seen) {
            Seen before = seen.put(actor, new Seen(result, now));
            return before == null
                    || !before.result().equals(result)
                    || Duration.between(before.when(), now).compareTo(IDLE) > 0;
        }
    }
}
