package org.flowgateway.backup.transport.s3;

import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** Configuration for tests. */
@SuppressWarnings("all")
record S3TestConfiguration(
        String region,
        String ca$_$file,
        boolean path$_$style,
        boolean exclusive$_$create,
        int connect$_$timeout$_$seconds,
        int progress$_$timeout$_$seconds)
        implements S3Configuration {

    /** Returns the product's defaults. */
    static S3TestConfiguration plainly() {
        return new S3TestConfiguration("", "", true, false, 60, 120);
    }

    S3TestConfiguration region(String name) {
        return new S3TestConfiguration(
                name,
                ca$_$file,
                path$_$style,
                exclusive$_$create,
                connect$_$timeout$_$seconds,
                progress$_$timeout$_$seconds);
    }

    S3TestConfiguration trusting(Path authorities) {
        return new S3TestConfiguration(
                region,
                authorities.toString(),
                path$_$style,
                exclusive$_$create,
                connect$_$timeout$_$seconds,
                progress$_$timeout$_$seconds);
    }

    /** Returns a configuration with {@code exclusive-create}. */
    S3TestConfiguration exclusive() {
        return new S3TestConfiguration(
                region, ca$_$file, path$_$style, true, connect$_$timeout$_$seconds, progress$_$timeout$_$seconds);
    }

    /** Returns a configuration with buckets in the host name. */
    S3TestConfiguration inTheHost() {
        return new S3TestConfiguration(
                region,
                ca$_$file,
                false,
                exclusive$_$create,
                connect$_$timeout$_$seconds,
                progress$_$timeout$_$seconds);
    }

    S3TestConfiguration waiting(int connectSeconds, int progressSeconds) {
        return new S3TestConfiguration(
                region, ca$_$file, path$_$style, exclusive$_$create, connectSeconds, progressSeconds);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return S3Configuration.class;
    }
}
