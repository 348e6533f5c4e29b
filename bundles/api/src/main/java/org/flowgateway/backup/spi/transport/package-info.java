/**
 * SPI for storage targets.
 *
 * <p>A transport stores and returns whole objects under given names, and no more: encryption, packing, naming, retries, commit and verification
 * are the core's. A transport sees nothing but ciphertext and a small public manifest, cannot overwrite, and cannot make a backup look complete.
 * Its laws are listed on {@link org.flowgateway.backup.spi.transport.TransportSession}.
 */
@Export
@NullMarked
@Version("2.0.0")
package org.flowgateway.backup.spi.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
