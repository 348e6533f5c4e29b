package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.SERVICES;
import static org.flowgateway.backup.itests.JobClient.assertCompleted;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobEvents;
import org.flowgateway.backup.api.JobState;
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
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Changes of bundles in a running gateway, and events of its jobs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RunningContainerIT {

    @Inject
    private BundleContext context;

    private GatewayClient client;
    private JobClient jobs;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(RunningContainerIT.class);
    }

    @Before
    public void ready() {
        SampleTree.make(GatewayContainer.folder());
        client = GatewayContainer.client().awaitReady();
        jobs = new JobClient(client);
    }

    @Test
    public void thereIsNoMomentWithoutAuthentication() throws BundleException {
        Bundle rest = bundle("rest");
        try (UnauthenticatedProbe intruder = UnauthenticatedProbe.at(client)) {
            for (int round = 0; round < 3; round++) {
                rest.stop();
                rest.start();
                awaitRefusals(intruder);
                rest.update();
                awaitRefusals(intruder);
                refresh(rest);
                awaitRefusals(intruder);
            }
            for (String part : List.of("core", "transport-local", "tree", "sections", "access")) {
                Bundle bundle = bundle(part);
                bundle.stop();
                bundle.start();
                awaitRefusals(intruder);
            }
        }
    }

    /** Readiness after each change: the next call is a backup that starts without a retry. */
    @Test
    public void afterEveryChangeReadyMeansThatABackupCanBeStarted() throws BundleException {
        for (String part :
                List.of("rest", "core", "sections", "transport-local", "tree", "archive", "access", "rest", "core")) {
            Bundle bundle = bundle(part);
            bundle.stop();
            bundle.start();
            client.awaitReady();
            assertCompleted(jobs.backup());
        }
    }

    /**
     * Readiness after replacements of the server: a reference of Declarative Services to a service that changes with it may stay empty for ever,
     * once in some dozen rounds.
     */
    @Test
    public void itIsReadyAgainHoweverOftenItsServerIsReplaced() throws BundleException {
        Bundle access = bundle("access");
        for (int round = 0; round < 12; round++) {
            access.stop();
            access.start();
            client.awaitReady();
        }
    }

    @Test
    public void withoutTheLocalTransportItSaysThatItIsNotReady() throws BundleException {
        assertCompleted(jobs.backup());
        Bundle local = bundle("transport-local");
        local.stop();
        try {
            WireGoldenIT.assertRefused(503, "INTERNAL_ERROR", client.get(SERVICES));
            WireGoldenIT.assertRefused(503, "INTERNAL_ERROR", client.post(BACKUP, JobClient.request()));
        } finally {
            local.start();
        }
        client.awaitReady();
        assertCompleted(jobs.backup());
        assertCompleted(jobs.restore());
    }

    @Test
    public void aHandlerHearsHowAJobBeginsAndEnds() {
        List<Event> heard = new CopyOnWriteArrayList<>();
        var registration = context.registerService(
                EventHandler.class,
                heard::add,
                new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, JobEvents.ALL_TOPICS)));
        String path = jobs.start(BACKUP, JobClient.request());
        assertCompleted(jobs.awaitBackup());
        // The end of an earlier test's job may be heard too.
        Supplier<List<Event>> own = () -> heard.stream()
                .filter(event -> path.endsWith("/" + job(event).id()))
                .toList();
        Await.until(
                "an event tells of the job's end",
                () -> own.get().stream().anyMatch(event -> event.getTopic().equals(JobEvents.ENDED)));
        registration.unregister();
        List<Event> events = own.get();
        assertEquals(JobEvents.STARTED, events.get(0).getTopic());
        assertEquals(JobState.EXECUTING, job(events.get(0)).state());
        Event last = events.get(events.size() - 1);
        assertEquals(JobEvents.ENDED, last.getTopic());
        assertEquals(JobState.COMPLETED, job(last).state());
        assertTrue(events.stream().anyMatch(event -> event.getTopic().equals(JobEvents.PHASE)));
    }

    private static Job job(Event event) {
        return (Job) event.getProperty(JobEvents.JOB);
    }

    private void awaitRefusals(UnauthenticatedProbe intruder) {
        client.awaitReady();
        long before = intruder.refused();
        Await.until("it refuses again", () -> intruder.refused() > before + 10);
    }

    private Bundle bundle(String part) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals("org.flowgateway.backup." + part))
                .findFirst()
                .orElseThrow();
    }

    private void refresh(Bundle bundle) {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.countDown());
        try {
            assertTrue("Never refreshed", refreshed.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
