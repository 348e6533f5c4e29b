package ${package};

import java.lang.annotation.Annotation;

/** A configuration as the container would make it. */
record Configured(String directory) implements ${className}Configuration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return ${className}Configuration.class;
    }
}
