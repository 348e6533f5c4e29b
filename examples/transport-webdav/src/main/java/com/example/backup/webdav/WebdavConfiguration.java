package com.example.backup.webdav;

/** What an operator may set, in {@code etc/com.example.backup.webdav.cfg}. */
public @interface WebdavConfiguration {

    /** The PID of this configuration. */
    String PID = "com.example.backup.webdav";

    /** {@code ca-file}: PEM certificates of the only authorities that are trusted; empty for those that Java trusts. */
    String ca$_$file() default "";

    /** {@code plain-hosts}: hosts besides this one that {@code webdav://} may be used with, although all can read the password then. */
    String[] plain$_$hosts() default {};

    /** {@code patience-seconds}: seconds without any progress until a server is given up, 1 to 3600. */
    int patience$_$seconds() default 60;
}
