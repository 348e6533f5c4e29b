/**
 * Backups on the gateway's own storage, with no library but the file trees of {@link org.flowgateway.backup.tree}: the reference transport.
 */
package org.flowgateway.backup.transport.local;
