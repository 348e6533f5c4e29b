package org.flowgateway.backup.core.settings;

import java.lang.annotation.Annotation;
import org.flowgateway.backup.transport.local.LocalConfiguration;

/** A configuration of the local transport as the container would give it. */
@SuppressWarnings("all")
public record TestConfiguration(String directory, String... roots) implements LocalConfiguration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return LocalConfiguration.class;
    }
}
