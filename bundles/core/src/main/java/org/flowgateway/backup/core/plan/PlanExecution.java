package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.flowgateway.backup.api.Phase;
import org.flowgateway.backup.api.PlannedBackup;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.SectionPlan;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.catalogue.CommittedBackup;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.operation.JobContext;
import org.flowgateway.backup.core.prepare.BackupCheck;
import org.flowgateway.backup.core.prepare.CertificateCheck;
import org.flowgateway.backup.core.prepare.CheckList;
import org.flowgateway.backup.core.prepare.PreparedRestore;
import org.flowgateway.backup.core.prepare.RestorePreparer;
import org.flowgateway.backup.core.prepare.SelectedSection;
import org.flowgateway.backup.core.prepare.SmallFileReader;
import org.flowgateway.backup.core.prepare.StoredPlan;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Work of a plan, which finds out what a restore would do. It writes nothing but the plan itself. */
final class PlanExecution {

    private final JobContext context;
    private final JobRun run;
    private final RestoreRequest request;
    private final PlanStore store;
    private final CheckList checks = CheckList.forPlan();
    private List<SectionPlan> plans = List.of();
    private String currentSha256 = "";

    /** @param store receives the plan */
    PlanExecution(JobContext context, RestoreRequest request, PlanStore store) {
        this.context = context;
        this.run = context.run();
        this.request = request;
        this.store = store;
    }

    /** Makes and stores the plan. */
    void run() throws IOException, JobFailedException, JobCancelledException {
        RestorePreparer preparer = new RestorePreparer(context, request.selection(), Optional.empty());
        Optional<CommittedBackup> backup = preparer.find(checks);
        if (backup.isPresent()) {
            compare(preparer, backup.get());
        }
        RestorePlan plan = new RestorePlan(
                run.snapshot().id(),
                run.snapshot().started(),
                run.snapshot().target(),
                request.selection(),
                backup.map(found -> planned(found.manifest().identity())),
                checks.checks(),
                plans);
        if (!plan.executable()) {
            run.warn(PlanMessage.NOT_EXECUTABLE.with());
        }
        run.passPointOfNoReturn(); // A cancelled plan must not be stored.
        store.save(new StoredPlan(
                plan,
                backup.map(found -> found.location().prefix().isEmpty()).orElse(false),
                backup.map(RestorePreparer::manifestSha256).orElse(""),
                currentSha256));
    }

    private void compare(RestorePreparer preparer, CommittedBackup backup)
            throws IOException, JobFailedException, JobCancelledException {
        char[] characters = request.securityPassword().characters();
        try (ArchiveCipher cipher = ArchiveCipher.forOpening(characters)) {
            Optional<PreparedRestore> preparation = preparer.prepare(backup, checks, cipher);
            if (preparation.isPresent()) {
                run.enter(Phase.COMPARING);
                checkCertificates(preparation.get(), cipher);
                TreeComparison comparison = new TreeComparison(run, preparation.get());
                plans = comparison.compare();
                currentSha256 = comparison.fingerprint();
                comparison.checkOwners(checks);
            }
        } catch (ArchiveException e) {
            BackupCheck.reportDamage(checks, backup.location().directory().toString(), e);
            plans = List.of();
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private void checkCertificates(PreparedRestore preparation, ArchiveCipher cipher)
            throws IOException, JobFailedException, JobCancelledException {
        CertificateCheck check =
                new CertificateCheck(checks, run.now(), context.state().listenerCertificate(), context.trees());
        Optional<SelectedSection> section = preparation.selected().stream()
                .filter(candidate -> candidate.id().equals(CertificateCheck.SECTION))
                .findFirst();
        if (section.isEmpty()) {
            check.reportKept();
            return;
        }
        SortedMap<String, byte[]> current = check.readCurrent(section.get());
        SortedMap<String, byte[]> restored;
        try (TransportSession session = context.lease().open()) {
            restored = SmallFileReader.readBackup(CertificateCheck.SECTION, preparation, cipher, session, run);
        }
        current.forEach((path, content) -> {
            if (preparation.filter().keeps(CertificateCheck.SECTION, path)) {
                restored.putIfAbsent(path, content);
            }
        });
        check.compare(current, restored);
    }

    private static PlannedBackup planned(BackupIdentity identity) {
        return new PlannedBackup(
                identity.directory(),
                identity.id(),
                identity.started(),
                identity.host(),
                identity.product(),
                identity.productVersion());
    }
}
