/**
 * SPI for parts of the gateway that report problems: those that make the gateway unready, and those that do not.
 *
 * <p>The readiness check asks all {@link org.flowgateway.backup.spi.readiness.ReadinessReporter}s. A component with settings uses
 * {@link org.flowgateway.backup.spi.readiness.LastGoodSettings}: it then continues with its last valid settings if a value is invalid, and
 * reports file, key and value.
 */
@Export
@NullMarked
@Version("1.1.0")
package org.flowgateway.backup.spi.readiness;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
