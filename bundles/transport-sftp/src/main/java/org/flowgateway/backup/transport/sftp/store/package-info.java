/** Objects of a target as files on a server, with the client of {@link org.flowgateway.backup.transport.sftp.protocol}. */
package org.flowgateway.backup.transport.sftp.store;
