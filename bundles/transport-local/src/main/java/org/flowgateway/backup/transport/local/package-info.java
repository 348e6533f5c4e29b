/**
 * Backups on the gateway's own storage, with no library but the file trees of {@link org.flowgateway.backup.tree}: the transport that others are
 * measured by.
 */
package org.flowgateway.backup.transport.local;
