/** OpenPGP messages: a password seals and opens every object of a backup but its manifest. */
@Export
@Version("1.0.0")
package org.flowgateway.backup.archive.crypto;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
