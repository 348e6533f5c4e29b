package org.flowgateway.backup.core.catalogue;

import java.util.Objects;

/**
 * Origin of backups: product, version and host.
 *
 * @param name of the product
 * @param version of the product
 * @param host name of this gateway
 */
public record ProductInfo(String name, String version, String host) {

    public ProductInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(host, "host");
    }
}
