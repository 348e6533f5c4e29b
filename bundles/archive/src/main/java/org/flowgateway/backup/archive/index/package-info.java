/** The authenticated index of a backup, merged from the lines of its packs, and the manifest that is compared with it. */
@Export
@Version("1.0.0")
package org.flowgateway.backup.archive.index;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
