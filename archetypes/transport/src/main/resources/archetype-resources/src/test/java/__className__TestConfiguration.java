package ${package};

import java.lang.annotation.Annotation;

/** Configuration for tests. */
record ${className}TestConfiguration(String ca$_$file, int timeout$_$seconds) implements ${className}Configuration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return ${className}Configuration.class;
    }
}
