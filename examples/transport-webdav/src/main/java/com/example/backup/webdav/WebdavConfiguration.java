package com.example.backup.webdav;

/** Configuration, in {@code etc/com.example.backup.webdav.cfg}. */
public @interface WebdavConfiguration {

    /** The PID of this configuration. */
    String PID = "com.example.backup.webdav";

    /** {@code ca-file}: PEM certificates of the only authorities that are trusted; empty for those that Java trusts. */
    String ca$_$file() default "";

    /** {@code plain-hosts}: further hosts for {@code webdav://}, which sends the password in the clear. */
    String[] plain$_$hosts() default {};

    /** {@code timeout-seconds}: timeout without progress, in seconds, 1 to 3600. */
    int timeout$_$seconds() default 60;
}
