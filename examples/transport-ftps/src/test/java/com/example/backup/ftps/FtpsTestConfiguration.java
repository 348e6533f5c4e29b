package com.example.backup.ftps;

import java.lang.annotation.Annotation;

/** Configuration for tests. */
record FtpsTestConfiguration(String ca$_$file, int connect$_$timeout$_$seconds, int timeout$_$seconds)
        implements FtpsConfiguration {

    @Override
    public Class<? extends Annotation> annotationType() {
        return FtpsConfiguration.class;
    }
}
