package org.flowgateway.backup.transport.sftp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How SSH servers are known, logged in to and waited for. */
@ObjectClassDefinition(name = "Gateway Backup: SFTP", description = "Backups on SSH servers")
public @interface SftpConfiguration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.transport.sftp";

    /** {@code known-hosts}: the file of known host keys in OpenSSH's format; empty for {@code known_hosts} in the state directory. */
    @AttributeDefinition(
            name = "Known hosts",
            required = false,
            description =
                    "File of known host keys, in OpenSSH's format; empty: known_hosts in the state directory. Read anew for every connection")
    String known$_$hosts() default "";

    /** {@code state-dir}: where {@code known_hosts} is kept unless {@code known-hosts} names another file. */
    @AttributeDefinition(
            name = "State directory",
            required = false,
            description = "Path. Holds known_hosts, unless another file is named for it")
    String state$_$dir() default "";

    /** {@code host-keys}: {@code accept-new} or {@code strict}. */
    @AttributeDefinition(
            name = "Unknown hosts",
            description = "accept-new: the key of an unknown host is remembered at the first use, and told;"
                    + " strict: an unknown host is refused. A key that has changed is refused always")
    String host$_$keys() default "accept-new";

    /** {@code key-file}: a private key in OpenSSH's format to log in with; empty for none. */
    @AttributeDefinition(
            name = "Private key",
            required = false,
            description =
                    "File with a private key in OpenSSH's format (ed25519, ecdsa, rsa)"
                            + " to log in with; empty: none. Its passphrase comes from the environment variable GATEWAY_SSH_KEY_PASSPHRASE only")
    String key$_$file() default "";

    /** {@code connect-timeout-seconds}: seconds until a host that does not answer at the first contact is given up, 1 to 3600. */
    @AttributeDefinition(
            name = "Connect timeout",
            min = "1",
            max = "3600",
            description =
                    "Seconds until a host is given up that does not answer at the first contact: connection, identity, login")
    int connect$_$timeout$_$seconds() default 60;

    /** {@code progress-timeout-seconds}: seconds without any progress until a connected host is given up, 1 to 3600. */
    @AttributeDefinition(
            name = "Progress timeout",
            min = "1",
            max = "3600",
            description = "Seconds without any progress until a host is given up that did answer before")
    int progress$_$timeout$_$seconds() default 120;
}
