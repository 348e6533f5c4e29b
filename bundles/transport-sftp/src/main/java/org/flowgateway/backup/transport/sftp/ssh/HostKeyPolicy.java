package org.flowgateway.backup.transport.sftp.ssh;

/** Policy for the key of an unknown host. A changed key is rejected under every policy. */
public enum HostKeyPolicy {
    /** The key is remembered at the first use, and reported in a notice. */
    ACCEPT_NEW,
    /** The host is rejected. */
    STRICT
}
