/**
 * What callers of the backup and restore service use: requests, jobs and the service itself.
 *
 * <p>Everything here is immutable or says how it may be shared between threads.
 */
@Export
@Version("1.3.0")
package org.flowgateway.backup.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
