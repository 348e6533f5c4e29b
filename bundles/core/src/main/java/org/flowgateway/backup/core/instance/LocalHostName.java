package org.flowgateway.backup.core.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Name of this machine as the kernel knows it. A name service could block, or give another name. */
public final class LocalHostName {

    private static final Logger LOG = LoggerFactory.getLogger(LocalHostName.class);
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private LocalHostName() {}

    public static String get() {
        try {
            return Files.readString(KERNEL, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: backups say that they are of \"gateway\"", KERNEL, e);
            return "gateway";
        }
    }
}
