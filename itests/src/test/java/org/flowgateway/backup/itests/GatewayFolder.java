package org.flowgateway.backup.itests;

import java.nio.file.Path;

/** Directories of one tested gateway. */
record GatewayFolder(Path path) {

    /** Returns the gateway's own tree. */
    Path gateway() {
        return path.resolve("gateway");
    }

    Path config() {
        return gateway().resolve("config");
    }

    Path vault(String section) {
        return gateway().resolve("vault").resolve(section);
    }

    Path backups() {
        return path.resolve("backups");
    }

    Path state() {
        return path.resolve("state");
    }
}
