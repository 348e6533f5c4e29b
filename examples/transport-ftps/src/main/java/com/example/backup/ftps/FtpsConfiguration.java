package com.example.backup.ftps;

/** Configuration, in {@code etc/com.example.backup.ftps.cfg}. */
public @interface FtpsConfiguration {

    /** The PID of this configuration. */
    String PID = "com.example.backup.ftps";

    /** {@code ca-file}: PEM certificates of the only authorities that are trusted; empty for those that Java trusts. */
    String ca$_$file() default "";

    /** {@code connect-timeout-seconds}: timeout of each attempt to connect, in seconds, 1 to 3600. */
    int connect$_$timeout$_$seconds() default 20;

    /** {@code timeout-seconds}: timeout of a read or write without progress, in seconds, 1 to 3600. */
    int timeout$_$seconds() default 60;
}
