package org.flowgateway.backup.transport.sftp.ssh;

import java.time.Duration;

/**
 * Timeouts of one connection.
 *
 * @param connectTimeout limit for connection, host identity and login together
 * @param progress limit without any progress on a connection that is established
 */
public record SshTimeouts(Duration connectTimeout, Duration progress) {}
