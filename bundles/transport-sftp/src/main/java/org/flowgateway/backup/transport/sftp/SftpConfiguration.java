package org.flowgateway.backup.transport.sftp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Host keys, login and timeouts for SSH servers. */
@ObjectClassDefinition(name = "Gateway Backup: SFTP", description = "Backups on SSH servers")
public @interface SftpConfiguration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.transport.sftp";

    /** {@code known-hosts}: file of known host keys in OpenSSH's format; empty for {@code known_hosts} in the state directory. */
    @AttributeDefinition(
            name = "Known hosts",
            required = false,
            description =
                    "File of known host keys, in OpenSSH's format; empty: known_hosts in the state directory. Read again for every connection")
    String known$_$hosts() default "";

    /** {@code state-dir}: directory of {@code known_hosts}, unless {@code known-hosts} names another file. */
    @AttributeDefinition(
            name = "State directory",
            required = false,
            description = "Path. Holds known_hosts, unless another file is configured")
    String state$_$dir() default "";

    /** {@code host-keys}: {@code accept-new} or {@code strict}. */
    @AttributeDefinition(
            name = "Unknown hosts",
            description = "accept-new: the key of an unknown host is remembered at the first use, and reported;"
                    + " strict: an unknown host is rejected. A changed key is always rejected")
    String host$_$keys() default "accept-new";

    /** {@code key-file}: private key in OpenSSH's format for logins; empty for none. */
    @AttributeDefinition(
            name = "Private key",
            required = false,
            description =
                    "File with a private key in OpenSSH's format (ed25519, ecdsa, rsa)"
                            + " for logins; empty: none. Its passphrase comes only from the environment variable GATEWAY_SSH_KEY_PASSPHRASE")
    String key$_$file() default "";

    /** {@code connect-timeout-seconds}: seconds until the first contact with a host times out, 1 to 3600. */
    @AttributeDefinition(
            name = "Connect timeout",
            min = "1",
            max = "3600",
            description = "Seconds until the first contact with a host times out: connection, host identity, login")
    int connect$_$timeout$_$seconds() default 60;

    /** {@code progress-timeout-seconds}: seconds without progress until a connected host times out, 1 to 3600. */
    @AttributeDefinition(
            name = "Progress timeout",
            min = "1",
            max = "3600",
            description = "Seconds without progress until a connected host times out")
    int progress$_$timeout$_$seconds() default 120;
}
