package org.flowgateway.backup.transport.sftp.ssh;

import java.time.Duration;

/**
 * Timeouts of one connection.
 *
 * @param firstContact limit for connection, host identity and login together
 * @param progress limit without any progress on a connection that is established
 */
public record SshTimeouts(Duration firstContact, Duration progress) {}
