package org.flowgateway.backup.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names and addresses this host is reached by. */
final class HostNames {

    private static final Logger LOG = LoggerFactory.getLogger(HostNames.class);
    /** The kernel knows the name without asking a name server, which may be unreachable for many seconds. */
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private HostNames() {}

    /** The host's own name where it can be a name in a certificate, and localhost. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        String own = ownName();
        if (DNS_NAME.matcher(own).matches()) {
            names.add(own);
        }
        names.add("localhost");
        return names;
    }

    /** Both loopback addresses, and the one that is bound to unless that is all of them. */
    static Set<InetAddress> addresses(InetAddress bound) {
        Set<InetAddress> addresses = new LinkedHashSet<>(loopback());
        if (!bound.isAnyLocalAddress()) {
            addresses.add(bound);
        }
        return addresses;
    }

    /** The loopback addresses of both families, whether the host has both or not. */
    static Set<InetAddress> loopback() {
        try {
            Set<InetAddress> addresses = new LinkedHashSet<>();
            addresses.add(InetAddress.getByName("127.0.0.1"));
            addresses.add(InetAddress.getByName("::1"));
            return addresses;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address in digits needs no look-up", e);
        }
    }

    private static String ownName() {
        try {
            if (Files.isReadable(KERNEL_NAME)) {
                return Files.readString(KERNEL_NAME, StandardCharsets.US_ASCII).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            LOG.info("This host's name is not known, so the certificate is made without it: {}", e.getMessage());
            return "";
        }
    }
}
