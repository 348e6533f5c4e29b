/** Catalogue of this transport's messages. */
package org.flowgateway.backup.transport.sftp.message;
