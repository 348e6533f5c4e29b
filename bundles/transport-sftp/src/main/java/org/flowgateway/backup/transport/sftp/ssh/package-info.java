/** Connections to SSH servers: addresses, host keys, login, algorithms and the messages of the server. Knows nothing of SFTP requests. */
package org.flowgateway.backup.transport.sftp.ssh;
