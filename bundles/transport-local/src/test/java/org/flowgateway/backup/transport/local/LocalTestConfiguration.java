package org.flowgateway.backup.transport.local;

import java.lang.annotation.Annotation;

/** A configuration as the container would give it. */
@SuppressWarnings("all")
record LocalTestConfiguration(String directory, String... roots) implements LocalConfiguration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return LocalConfiguration.class;
    }
}
