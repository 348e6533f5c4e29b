package org.flowgateway.backup.transport.sftp.ssh;

/** What is done about the key of a host that is not known. A key that has changed is refused under each. */
public enum HostKeyPolicy {
    /** It is remembered at the first use, and told. */
    ACCEPT_NEW,
    /** It is refused, and told. */
    STRICT
}
