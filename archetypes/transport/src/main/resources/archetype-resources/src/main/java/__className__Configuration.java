package ${package};

/** Configuration, in {@code etc/${package}.cfg}. YOURS: the settings of your store, each with its unit and default. */
public @interface ${className}Configuration {

    /** The PID of this configuration. */
    String PID = "${package}";

    /** {@code ca-file}: PEM certificates of the only authorities that are trusted; empty for those that Java trusts. */
    String ca$_$file() default "";

    /** {@code timeout-seconds}: timeout without progress, in seconds, 1 to 3600. */
    int timeout$_$seconds() default 60;
}
