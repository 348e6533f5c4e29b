/** Backups on the gateway's own storage, with nothing but {@code java.nio}: the transport that others are measured by. */
package org.flowgateway.backup.transport.local;
