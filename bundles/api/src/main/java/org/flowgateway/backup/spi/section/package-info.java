/** SPI for parts of the gateway that are backed up and restored. */
@Export
@NullMarked
@Version("1.1.0")
package org.flowgateway.backup.spi.section;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
