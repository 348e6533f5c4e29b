package org.flowgateway.backup.certify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Versions of what takes part in a run; "" outside of a container.
 *
 * @param gateway version of the gateway
 * @param transportPackage version of the package that the transport implements
 * @param transportBundle symbolic name of the transport's bundle; its class outside of a container
 * @param transport version of the transport's bundle
 */
record BundleVersions(String gateway, String transportPackage, String transportBundle, String transport) {

    /** Returns the versions of this gateway and of a transport. */
    static BundleVersions of(TransportProvider provider) {
        return new BundleVersions(
                bundle(BundleVersions.class).map(BundleVersions::version).orElse(""),
                bundle(TransportSession.class)
                        .map(BundleVersions::packageVersion)
                        .orElse(""),
                bundle(provider.getClass())
                        .map(Bundle::getSymbolicName)
                        .orElse(provider.getClass().getName()),
                bundle(provider.getClass()).map(BundleVersions::version).orElse(""));
    }

    private static Optional<Bundle> bundle(Class<?> type) {
        return Optional.ofNullable(FrameworkUtil.getBundle(type));
    }

    private static String version(Bundle bundle) {
        return bundle.getVersion().toString();
    }

    private static String packageVersion(Bundle bundle) {
        return bundle.adapt(BundleWiring.class).getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(capability -> capability.getAttributes())
                .filter(attributes -> TransportSession.class
                        .getPackageName()
                        .equals(attributes.get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(attributes -> String.valueOf(attributes.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)))
                .findFirst()
                .orElse("");
    }

    /** Returns the versions as they are in a report. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gateway", gateway);
        json.put("transportPackage", transportPackage);
        json.put("transportBundle", transportBundle);
        json.put("transport", transport);
        return json;
    }
}
