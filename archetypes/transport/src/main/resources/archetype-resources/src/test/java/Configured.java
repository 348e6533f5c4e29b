package ${package};

import java.lang.annotation.Annotation;

/** Configuration for tests. */
record Configured(String directory) implements ${className}Configuration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return ${className}Configuration.class;
    }
}
