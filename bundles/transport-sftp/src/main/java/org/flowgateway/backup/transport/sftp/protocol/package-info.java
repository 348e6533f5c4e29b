/** SFTP version 3 over a connection of {@link org.flowgateway.backup.transport.sftp.ssh}: requests, replies, client, directories. */
package org.flowgateway.backup.transport.sftp.protocol;
