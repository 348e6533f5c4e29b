/** Backups on SSH servers, by SFTP. No type of Commons VFS or JSch leaves this bundle. */
package org.flowgateway.backup.transport.sftp;
