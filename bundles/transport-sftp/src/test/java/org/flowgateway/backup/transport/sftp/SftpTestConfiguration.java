package org.flowgateway.backup.transport.sftp;

import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** Configuration for tests. */
@SuppressWarnings("all")
public record SftpTestConfiguration(
        String known$_$hosts,
        String state$_$dir,
        String host$_$keys,
        String key$_$file,
        int connect$_$timeout$_$seconds,
        int progress$_$timeout$_$seconds)
        implements SftpConfiguration {

    /** Returns the product's defaults, with a file of known hosts. */
    public static SftpTestConfiguration with(Path knownHosts) {
        return new SftpTestConfiguration(knownHosts.toString(), "", "accept-new", "", 60, 120);
    }

    public SftpTestConfiguration strict() {
        return new SftpTestConfiguration(
                known$_$hosts,
                state$_$dir,
                "strict",
                key$_$file,
                connect$_$timeout$_$seconds,
                progress$_$timeout$_$seconds);
    }

    public SftpTestConfiguration key(Path file) {
        return new SftpTestConfiguration(
                known$_$hosts,
                state$_$dir,
                host$_$keys,
                file.toString(),
                connect$_$timeout$_$seconds,
                progress$_$timeout$_$seconds);
    }

    public SftpTestConfiguration waiting(int connectSeconds, int progressSeconds) {
        return new SftpTestConfiguration(
                known$_$hosts, state$_$dir, host$_$keys, key$_$file, connectSeconds, progressSeconds);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return SftpConfiguration.class;
    }
}
