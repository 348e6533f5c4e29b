/**
 * What a storage target implements.
 *
 * <p>A transport stores and returns whole objects under names that it is given, and no more: encryption, packing, naming, retries,
 * commit and verification are the core's. A transport sees nothing but ciphertext and a small public manifest, cannot overwrite, and
 * cannot make a backup look finished. The laws it keeps stand on {@link org.flowgateway.backup.spi.transport.TransportSession}.
 */
@Export
@Version("1.1.0")
package org.flowgateway.backup.spi.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
