package org.flowgateway.backup.transport.local;

import java.lang.annotation.Annotation;

/** Configuration for tests. */
@SuppressWarnings("all")
record LocalTestConfiguration(String directory, String... roots) implements LocalConfiguration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return LocalConfiguration.class;
    }
}
