package ${package};

/** Configuration, in {@code etc/${package}.cfg}. */
public @interface ${className}Configuration {

    /** The PID of this configuration. */
    String PID = "${package}";

    /** YOURS: the settings of your store. Here: the parent directory of all targets; empty for one among the temporary files. */
    String directory() default "";
}
