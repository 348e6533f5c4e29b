package org.flowgateway.backup.access;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the listeners and of the first user. Passwords are never configured here: Config Admin would store them. */
@ObjectClassDefinition(name = "Gateway Backup access", description = "The listeners and the first user")
@interface AccessConfiguration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.access";

    @AttributeDefinition(name = "Bind address", description = "Address of the HTTPS listener; 0.0.0.0 for all")
    String bind$_$address() default "0.0.0.0";

    @AttributeDefinition(name = "HTTPS port", description = "TCP port, 1 to 65535")
    String https$_$port() default "8443";

    @AttributeDefinition(
            name = "HTTP port",
            description = "TCP port of plain HTTP on the loopback addresses, 1 to 65535; empty: off")
    String http$_$port() default "";

    @AttributeDefinition(
            name = "Trusted proxies",
            description = "Addresses and networks (CIDR) of reverse proxies whose X-Forwarded-For, -Proto,"
                    + " -Host and -Prefix are accepted, separated by commas; empty: none")
    String trusted$_$proxies() default "";

    @AttributeDefinition(
            name = "HSTS seconds",
            description = "max-age of Strict-Transport-Security in answers over HTTPS, in seconds, 1 to"
                    + " 63072000; empty: the header is not sent")
    String hsts$_$seconds() default "";

    @AttributeDefinition(
            name = "State directory",
            description = "Directory of the certificate and the users; mode 0700")
    String state$_$dir();

    @AttributeDefinition(name = "First user", description = "Login name of the first user, who gets the role admin")
    String admin$_$user() default "admin";
}
