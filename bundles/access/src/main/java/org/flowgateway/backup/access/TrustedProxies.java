package org.flowgateway.backup.access;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Reverse proxies whose {@code X-Forwarded-…} headers are accepted.
 *
 * @param patterns addresses, and networks in CIDR notation
 */
record TrustedProxies(List<String> patterns) {

    static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Digits only: a name would be resolved, and a name server could make any address trusted. */
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/\\d{1,3})?");

    TrustedProxies {
        patterns = List.copyOf(patterns);
        addresses(patterns);
    }

    /**
     * Parses a list separated by commas or spaces.
     *
     * @throws IllegalArgumentException naming the first element that is neither an address nor a network
     */
    static TrustedProxies parse(String text) {
        return new TrustedProxies(
                text == null
                        ? List.of()
                        : Stream.of(text.strip().split("[,\\s]+", 0))
                                .filter(part -> !part.isEmpty())
                                .toList());
    }

    /** Returns a predicate over addresses; its set is built once for many requests. */
    Predicate<InetAddress> matcher() {
        return patterns.isEmpty() ? address -> false : addresses(patterns)::test;
    }

    private static InetAddressSet addresses(List<String> patterns) {
        InetAddressSet addresses = new InetAddressSet();
        for (String pattern : patterns) {
            if (!ADDRESS.matcher(pattern).matches()) {
                throw new IllegalArgumentException(pattern);
            }
            try {
                addresses.add(pattern);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(pattern, e);
            }
        }
        return addresses;
    }
}
