/**
 * How a part of the gateway says what keeps the gateway from being ready, and what is wrong although it is.
 *
 * <p>Whoever answers for the gateway's readiness asks all {@link org.flowgateway.backup.spi.readiness.ReadinessReporter}s. A component with
 * settings uses {@link org.flowgateway.backup.spi.readiness.LastGoodSettings}: it then goes on with its last good settings when a value is
 * bad, and reports file, key and value.
 */
@Export
@Version("1.1.0")
package org.flowgateway.backup.spi.readiness;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
