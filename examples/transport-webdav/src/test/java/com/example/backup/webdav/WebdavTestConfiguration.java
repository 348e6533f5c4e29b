package com.example.backup.webdav;

import java.lang.annotation.Annotation;

/** Configuration for tests. */
record WebdavTestConfiguration(String ca$_$file, String[] plain$_$hosts, int timeout$_$seconds) implements WebdavConfiguration {

    static WebdavConfiguration trusting(ApacheServer server) {
        return new WebdavTestConfiguration(server.certificate().toString(), new String[0], 60);
    }

    static WebdavConfiguration withTimeout(String authorities, int seconds) {
        return new WebdavTestConfiguration(authorities, new String[0], seconds);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return WebdavConfiguration.class;
    }
}
