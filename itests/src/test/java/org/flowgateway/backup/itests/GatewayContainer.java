package org.flowgateway.backup.itests;

import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.IOException;
import java.nio.file.Path;
import org.flowgateway.backup.tck.FreePort;
import org.ops4j.pax.exam.Option;

/** Built distribution as a Pax Exam container, with a gateway's tree of its own for each test class. */
final class GatewayContainer {

    static final String USER = "admin";
    /** System property inside of the container: path of the bundle that the distribution does not start. */
    static final String S3_BUNDLE = "itests.s3-bundle";

    private static final String ETC = "etc/org.flowgateway.backup.";
    private static final String PORT = "itests.port";
    private static final String WORK = "itests.work";

    private GatewayContainer() {}

    /** Returns the options for a test class, evaluated outside of the container. */
    static Option[] of(Class<?> test) {
        Path target = Path.of(System.getProperty("itests.target"));
        Path work = target.resolve("gateways").resolve(test.getSimpleName());
        SampleTree.delete(work);
        String port = Integer.toString(freePort());
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(target.resolve("tested/gateway-backup.tar.gz")
                            .toUri()
                            .toString())
                    .name("gateway-backup")
                    .unpackDirectory(target.resolve("exam").toFile())
                    .useDeployFolder(false),
            doNotModifyLogConfiguration(),
            keepRuntimeFolder(),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            // As set by bin/setenv, which does not run here.
            vmOption("-Xmx352m"),
            vmOption("-Xmn80m"),
            vmOption("-XX:+UseSerialGC"),
            vmOption("-Dfile.encoding=UTF-8"),
            systemProperty(PORT).value(port),
            systemProperty(WORK).value(work.toString()),
            systemProperty(S3_BUNDLE)
                    .value(target.resolve("tested/transport-s3.jar").toUri().toString()),
            systemProperty("itests.password").value(System.getProperty("itests.password")),
            put("access", "bind-address", "127.0.0.1"),
            put("access", "https-port", port),
            put("access", "state-dir", work.resolve("state").toString()),
            put("core", "state-dir", work.resolve("state").toString()),
            put("transport.local", "directory", work.resolve("backups").toString()),
            root("config", work, "config"),
            root("certs", work, "vault/certs"),
            root("cloak_key", work, "vault/cloak_key"),
            root("snmp", work, "vault/snmp"),
            root("ntp", work, "vault/ntp"),
            put("section-config", "allow-set-id", "true"),
            // The distribution resolves nothing elsewhere; only Pax Exam's additions come from the build.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.repositories",
                    target.resolve("exam-repository").toUri() + "@id=exam"),
        };
    }

    private static Option root(String section, Path work, String below) {
        return put(
                "section-" + section,
                "root",
                work.resolve("gateway").resolve(below).toString());
    }

    static Option put(String pid, String key, String value) {
        return editConfigurationFilePut(ETC + pid + ".cfg", key, value);
    }

    /** Returns the folder of this container's gateway, from inside. */
    static GatewayFolder folder() {
        return new GatewayFolder(Path.of(System.getProperty(WORK)));
    }

    /** Returns a client of this container's gateway, from inside. */
    static GatewayClient client() {
        return GatewayClient.of(Integer.getInteger(PORT), USER, System.getProperty("itests.password"));
    }

    static int freePort() {
        try {
            return FreePort.next();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
