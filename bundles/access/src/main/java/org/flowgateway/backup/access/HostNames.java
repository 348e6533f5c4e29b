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

/** Names and addresses of this host. */
final class HostNames {

    private static final Logger LOG = LoggerFactory.getLogger(HostNames.class);
    /** Kernel's host name, which is read without a name server: one that is unreachable would take many seconds. */
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private HostNames() {}

    /** Returns the host's own name, if a certificate can contain it, and localhost. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        String own = ownName();
        if (DNS_NAME.matcher(own).matches()) {
            names.add(own);
        }
        names.add("localhost");
        return names;
    }

    /** Returns both loopback addresses, and the bound address unless it is the wildcard. */
    static Set<InetAddress> addresses(InetAddress bound) {
        Set<InetAddress> addresses = new LinkedHashSet<>(loopback());
        if (!bound.isAnyLocalAddress()) {
            addresses.add(bound);
        }
        return addresses;
    }

    /** Returns the loopback addresses of both families, whether the host has both or not. */
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
