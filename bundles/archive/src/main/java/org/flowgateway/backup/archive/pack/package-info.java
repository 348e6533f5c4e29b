/** Packs: tars of a fixed capacity, each compressed and sealed as one object. */
@Export
@Version("1.0.0")
package org.flowgateway.backup.archive.pack;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
