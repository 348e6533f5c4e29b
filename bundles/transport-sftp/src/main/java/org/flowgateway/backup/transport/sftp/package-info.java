/** Backups on SSH servers, by SFTP. Commons VFS and JSch stay inside: no type of theirs leaves this package. */
package org.flowgateway.backup.transport.sftp;
