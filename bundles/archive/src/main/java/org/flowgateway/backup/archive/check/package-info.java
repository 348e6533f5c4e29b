/** Limits of the format, and checks that all values share. */
@Export
@Version("1.0.0")
package org.flowgateway.backup.archive.check;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
