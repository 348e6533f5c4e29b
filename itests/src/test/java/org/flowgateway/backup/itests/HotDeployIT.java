package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayContainer.put;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.flowgateway.backup.itests.JobClient.assertError;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.itests.incomplete.IncompleteTransport;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Third-party transports in a running gateway: whatever they do, a job ends, they are named, and nothing of them remains. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotDeployIT {

    private static final int TIMES = 50;
    private static final String ODD = "x-odd";

    @Inject
    private BundleContext context;

    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private GatewayClient client;
    private JobClient jobs;

    @Configuration
    public Option[] gateway() {
        Option[] usual = GatewayContainer.of(HotDeployIT.class);
        return Stream.concat(Arrays.stream(usual), Stream.of(put("core", "stall-seconds", "15")))
                .toArray(Option[]::new);
    }

    @Before
    public void ready() {
        SampleTree.make(GatewayContainer.folder());
        client = GatewayContainer.client().awaitReady();
        jobs = new JobClient(client);
    }

    @After
    public void theGatewayIsAsBefore() {
        released.countDown();
        registered.forEach(ServiceRegistration::unregister);
        assertCompleted(jobs.backup());
    }

    @Test
    public void anOpenThatThrowsEndsTheJobAndIsNamed() {
        register(ODD, 0, () -> {
            throw new IllegalStateException("canary of a message");
        });
        JsonNode ended = jobs.backup("hostname", ODD + "://far");
        assertError(ended, "Transport " + name() + " failed with an internal error");
        assertTrue(ended.toString(), !ended.toString().contains("canary"));
    }

    @Test
    public void openThatNeverReturnsEndsTheJobAndIsNamed() {
        register(ODD, 0, this::block);
        assertError(
                jobs.backup("hostname", ODD + "://far"),
                "Transport " + name() + " did not return from a cancelled call");
    }

    @Test
    public void openThatNeverReturnsDoesNotBlockItsUninstallation() {
        CountDownLatch entered = new CountDownLatch(1);
        ServiceRegistration<?> registration = register(ODD, 0, () -> {
            entered.countDown();
            return block();
        });
        jobs.start(GatewayClient.BACKUP, JobClient.request("hostname", ODD + "://far"));
        Await.until("it is opened", () -> entered.getCount() == 0);
        registered.remove(registration);
        registration.unregister();
        assertError(jobs.awaitBackup(), "The transport for this target was uninstalled while in use");
    }

    @Test
    public void incompleteBundleEndsTheJobAndIsNamed() throws IOException, BundleException {
        Path file = GatewayContainer.folder().path().resolve("lacking.jar");
        BundleFile.make(
                file,
                Map.of(
                        Constants.BUNDLE_SYMBOLICNAME,
                        "com.example.lacking",
                        Constants.BUNDLE_VERSION,
                        "1.2.0",
                        Constants.BUNDLE_ACTIVATOR,
                        IncompleteTransport.class.getName(),
                        Constants.IMPORT_PACKAGE,
                        "org.osgi.framework,org.flowgateway.backup.api,org.flowgateway.backup.spi.transport"),
                IncompleteTransport.class);
        Bundle lacking = context.installBundle(file.toUri().toString());
        try {
            lacking.start();
            assertError(
                    jobs.backup("hostname", IncompleteTransport.SCHEME_NAME + "://far"),
                    "Transport com.example.lacking 1.2.0 is missing a class");
        } finally {
            lacking.uninstall();
        }
    }

    @Test
    public void higherRankingOfTwoTransportsServesAndBothAreReported() {
        register(ODD, 0, () -> refuse("the lower ranking"));
        register(ODD, 5, () -> refuse("the higher ranking"));
        assertError(
                jobs.backup("hostname", ODD + "://far"),
                "the higher ranking",
                "2 transports for x-odd:// are installed: " + name() + " is used, not " + name());
    }

    /** Removal of the product's own transports, which obey the rules for third parties too. */
    @Test
    public void nothingRemainsOfUninstalledTransports() throws Exception {
        Bundle sftp = bundle("org.flowgateway.backup.transport-sftp");
        String location = sftp.getLocation();
        sftp.uninstall();
        try {
            assertNothingStays(location, new TransportTarget("sftp", "127.0.0.1:1", "me", "there"));
        } finally {
            context.installBundle(location).start();
        }
        assertNothingStays(
                System.getProperty(GatewayContainer.S3_BUNDLE),
                new TransportTarget("s3+http", "127.0.0.1:1/bucket", "key", "p"));
    }

    private void assertNothingStays(String location, TransportTarget target) throws Exception {
        client.awaitReady();
        int before = threads();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Bundle bundle = context.installBundle(location);
            bundle.start();
            loaders.add(use(target));
            bundle.uninstall();
        }
        Await.until("no thread stays", () -> threads() < before + TIMES / 2);
        Await.until("no class loader stays", () -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
    }

    private WeakReference<ClassLoader> use(TransportTarget target) throws Exception {
        Await.until(
                "it serves " + target.scheme(), () -> !services(target.scheme()).isEmpty());
        ServiceReference<TransportProvider> reference =
                services(target.scheme()).iterator().next();
        TransportProvider provider = context.getService(reference);
        try (Secret password = new Secret("secret".toCharArray())) {
            TransportTarget whole = provider.complete(target, true);
            TransportException failure = assertThrows(TransportException.class, () -> {
                try (TransportSession session = provider.open(whole, Optional.of(password))) {
                    session.list(Optional.empty());
                }
            });
            assertEquals(failure.getMessage(), FailureKind.UNREACHABLE, failure.kind());
        }
        context.ungetService(reference);
        return new WeakReference<>(provider.getClass().getClassLoader());
    }

    private Collection<ServiceReference<TransportProvider>> services(String scheme) {
        try {
            return context.getServiceReferences(
                    TransportProvider.class, "(" + TransportProvider.SCHEME + "=" + scheme + ")");
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Counts all threads: the container's own come and go, but not one for each round. */
    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the name of this test's transport in messages. */
    private String name() {
        return context.getBundle().getSymbolicName() + " " + context.getBundle().getVersion();
    }

    private ServiceRegistration<?> register(String scheme, int ranking, ScriptedTransport.Opening opening) {
        ServiceRegistration<?> registration = context.registerService(
                TransportProvider.class,
                new ScriptedTransport(opening),
                new Hashtable<>(Map.of(TransportProvider.SCHEME, scheme, Constants.SERVICE_RANKING, ranking)));
        registered.add(registration);
        return registration;
    }

    private TransportSession block() throws TransportException {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ignoredAsBadTransportsDo) {
                continue;
            }
        }
        return refuse("released");
    }

    private static TransportSession refuse(String why) throws TransportException {
        throw new TransportException(FailureKind.AUTHENTICATION, why);
    }
}
