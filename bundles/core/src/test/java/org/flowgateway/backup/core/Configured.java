package org.flowgateway.backup.core;

import java.lang.annotation.Annotation;
import org.flowgateway.backup.transport.local.LocalConfiguration;

/** A configuration of the local transport as the container would give it. */
@SuppressWarnings("all")
record Configured(String directory, String... roots) implements LocalConfiguration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return LocalConfiguration.class;
    }
}
