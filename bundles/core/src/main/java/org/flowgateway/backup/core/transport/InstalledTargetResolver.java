package org.flowgateway.backup.core.transport;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TargetResolver;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves a request's target to an installed transport. It checks the syntax first, then whether a transport for the scheme is installed,
 * and asks that transport last, which alone knows what it requires. Thread-safe.
 */
@Component(service = {TargetResolver.class, InstalledTargetResolver.class})
public final class InstalledTargetResolver implements TargetResolver {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledTargetResolver.class);

    /** The scheme of {@code hostname: "localhost"}: the gateway's own backup directory. */
    public static final String LOCAL = "local";

    private static final String SFTP = "sftp";
    private static final Set<String> INTERNAL_SCHEMES = Set.of("file", LOCAL);
    private static final Pattern WITH_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
    private static final Pattern IPV6 =
            Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>\\[[^\\[\\]]+]|[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*)(:(?<port>[0-9]{1,5}))?");

    private final InstalledTransports transports;

    @Activate
    public InstalledTargetResolver(@Reference InstalledTransports transports) {
        this.transports = transports;
    }

    @Override
    public JobTarget resolve(Target target, boolean withPassword) {
        TransportTarget requested = TargetPath.normalize(parse(target));
        Optional<InstalledTransport> transport = transports.find(requested.scheme());
        if (transport.isEmpty()) {
            throw new InvalidRequestException(
                    "hostname",
                    TargetRequestMessage.NO_TRANSPORT.with(
                            requested.scheme(), String.join(", ", transports.schemes())));
        }
        try {
            TransportTarget completed = transport.get().provider().complete(requested, withPassword);
            return new JobTarget(
                    transport.get(), completed, new Target(target.hostname(), completed.username(), completed.path()));
        } catch (TransportException e) {
            if (e.kind() == FailureKind.INVALID_TARGET) {
                throw new InvalidRequestException("", e.description());
            }
            throw unexpected(transport.get(), e);
        } catch (RuntimeException | LinkageError e) {
            throw unexpected(transport.get(), e);
        }
    }

    /** Reports a defective transport to the caller, since there is no job yet. */
    private static InvalidRequestException unexpected(InstalledTransport transport, Throwable failure) {
        LOG.warn("Transport {} failed where it may only reject a target", transport.name(), failure);
        return new InvalidRequestException(
                "hostname", TransportCalls.describeUnexpected(failure).with(transport.name()));
    }

    private static TransportTarget parse(Target target) {
        String hostname = target.hostname();
        if (hostname.equalsIgnoreCase("localhost")) {
            return new TransportTarget(LOCAL, "", target.username(), target.path());
        }
        Matcher withScheme = WITH_SCHEME.matcher(hostname);
        if (withScheme.matches()) {
            String scheme = withScheme.group(1).toLowerCase(Locale.ROOT);
            if (INTERNAL_SCHEMES.contains(scheme)) {
                throw new InvalidRequestException("hostname", TargetRequestMessage.SCHEME_RESERVED.with(scheme));
            }
            String address = withScheme.group(2);
            if (scheme.equals(SFTP)) {
                requireHostName(address);
            }
            return new TransportTarget(scheme, address, target.username(), target.path());
        }
        requireHostName(hostname);
        return new TransportTarget(SFTP, hostname, target.username(), target.path());
    }

    private static void requireHostName(String host) {
        Matcher parts = HOST_AND_PORT.matcher(host);
        boolean wellFormed = IPV6.matcher(host).matches()
                || parts.matches()
                        && isPort(parts.group("port"))
                        && (!host.startsWith("[")
                                || IPV6.matcher(host.substring(1, host.indexOf(']')))
                                        .matches());
        if (!wellFormed) {
            throw new InvalidRequestException("hostname", TargetRequestMessage.HOSTNAME_INVALID.with());
        }
    }

    private static boolean isPort(String digits) {
        return digits == null || Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65535;
    }
}
