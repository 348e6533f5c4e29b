package org.flowgateway.backup.transport.s3;

import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** A configuration as the container would give it. */
@SuppressWarnings("all")
record S3TestConfiguration(
        String region,
        String ca$_$file,
        boolean path$_$style,
        boolean exclusive$_$create,
        int connect$_$timeout$_$seconds,
        int progress$_$timeout$_$seconds)
        implements S3Configuration {

    /** As the product has it, if nothing is set up. */
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

    /** Whose stores are known to let one writer only create a name. */
    S3TestConfiguration exclusive() {
        return new S3TestConfiguration(
                region, ca$_$file, path$_$style, true, connect$_$timeout$_$seconds, progress$_$timeout$_$seconds);
    }

    /** With buckets in the host's name. */
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
