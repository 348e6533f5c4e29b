package ${package};

/** What an operator may set, in {@code etc/${package}.cfg}. */
public @interface ${className}Configuration {

    /** The PID of this configuration. */
    String PID = "${package}";

    /** YOURS: what your store needs to be told. Here: the directory that all targets lie in; empty for one among the temporary files. */
    String directory() default "";
}
