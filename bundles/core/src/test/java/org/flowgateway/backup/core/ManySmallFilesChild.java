package org.flowgateway.backup.core;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.settings.TestConfiguration;
import org.flowgateway.backup.core.work.JobCapacity;
import org.flowgateway.backup.transport.local.LocalTransport;
import org.flowgateway.backup.tree.TreeHook;

/**
 * A gateway with very many small files, in a process with a gateway's own heap: backs them up, plans, and restores them. It says what each job
 * left of the heap at its worst, after a collection.
 */
final class ManySmallFilesChild {

    private static final int PER_DIRECTORY = 100;
    private static final int LENGTH = 100;
    private static final long MIB = 1 << 20;

    private final AtomicLong peak = new AtomicLong();
    private final TestGateway gateway;
    private final Path backups;

    private ManySmallFilesChild(Path directory) throws IOException {
        backups = directory.resolve("backups");
        gateway = new TestGateway(directory)
                .productionKeyDerivation()
                .capacity(JobCapacity.fitting(
                        2, (int) (32 * MIB), 3, Runtime.getRuntime().maxMemory()));
        gateway.transport(new LocalTransport(
                        new TestConfiguration(backups.toString(), gateway.root.toString()),
                        TestTrees.fileTrees(TreeHook.NONE)))
                .start();
    }

    /** @param arguments an empty directory, and how many files */
    public static void main(String[] arguments) throws Exception {
        ManySmallFilesChild child = new ManySmallFilesChild(Path.of(arguments[0]));
        child.watch();
        try (child.gateway) {
            child.run(Integer.parseInt(arguments[1]));
        }
        System.exit(0); // The platform's own threads would keep it.
    }

    private void run(int files) throws Exception {
        create(files);
        report("tree made", "");
        ended(gateway.service()
                .startBackup(new BackupRequest(new Target("localhost", "", ""), Optional.empty(), password())));
        report("backed up", "");
        report("planned", changes());
        for (int directory = 0; directory < files / PER_DIRECTORY; directory += 7) {
            Files.delete(path(directory).resolve("f3"));
            Files.writeString(path(directory).resolve("f4"), "changed");
        }
        report("planned changes", changes());
        ended(gateway.service().startRestore(request()));
        report("restored", "");
        report("planned again", changes());
    }

    private void create(int files) throws IOException {
        Random random = new Random(1);
        byte[] content = new byte[LENGTH];
        for (int file = 0; file < files; file++) {
            if (file % PER_DIRECTORY == 0) {
                Files.createDirectories(path(file / PER_DIRECTORY));
            }
            random.nextBytes(content);
            Files.write(path(file / PER_DIRECTORY).resolve("f" + file % PER_DIRECTORY), content);
        }
    }

    private Path path(int directory) {
        return gateway.root.resolve("config/group %03d/directory %05d".formatted(directory / PER_DIRECTORY, directory));
    }

    private String changes() throws Exception {
        Job job = ended(gateway.service().startPlan(request()));
        RestorePlan plan = gateway.service().plan(job.id()).orElseThrow();
        return plan.sections().stream()
                .map(section -> " " + section.id() + " +" + section.added().count() + " ~"
                        + section.changed().count() + " -" + section.removed().count())
                .reduce("", String::concat);
    }

    private static RestoreRequest request() {
        return new RestoreRequest(
                new Target("localhost", "", ""),
                Optional.empty(),
                password(),
                RestoreSelection.everything(),
                Optional.empty());
    }

    private static SecurityPassword password() {
        return new SecurityPassword(TestGateway.PASSWORD);
    }

    private Job ended(Job job) throws InterruptedException {
        while (gateway.service().job(job.id()).orElseThrow().state() == JobState.EXECUTING) {
            synchronized (this) {
                wait(50); // Its parent knows how long it may take.
            }
        }
        Job ended = gateway.service().job(job.id()).orElseThrow();
        if (ended.state() != JobState.COMPLETED || !ended.message().isEmpty()) {
            throw new IllegalStateException(ended.state() + ": " + ended.message());
        }
        return ended;
    }

    private void watch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData());
                                Map<String, MemoryUsage> after =
                                        info.getGcInfo().getMemoryUsageAfterGc();
                                long heap = after.entrySet().stream()
                                        .filter(pool -> List.of("Eden Space", "Survivor Space", "Tenured Gen")
                                                .contains(pool.getKey()))
                                        .mapToLong(pool -> pool.getValue().getUsed())
                                        .sum();
                                if (info.getGcAction()
                                        .contains(
                                                "major")) { // After a minor one, what is dead in the old generation is
                                    // still there.
                                    peak.accumulateAndGet(heap, Math::max);
                                }
                            },
                            null,
                            null);
        }
    }

    private void report(String done, String what) {
        System.out.printf("%s%s: %d MiB%n", done, what, peak.getAndSet(0) / MIB);
    }
}
