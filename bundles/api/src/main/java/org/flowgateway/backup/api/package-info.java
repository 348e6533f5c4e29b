/**
 * API for callers of the backup and restore service: requests, jobs and the service itself.
 *
 * <p>All types are immutable or document their thread-safety.
 */
@Export
@NullMarked
@Version("1.3.0")
package org.flowgateway.backup.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
