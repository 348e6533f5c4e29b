package org.flowgateway.backup.certify;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Test directories of runs that ended without their cleanup, for example because the gateway was killed. One thread. */
final class EarlierRuns {

    private static final Logger LOG = LoggerFactory.getLogger(EarlierRuns.class);

    private final CandidateTarget candidate;
    private final ScratchName name;
    private final PrintStream out;

    /**
     * @param name name of this run, whose directories are no earlier ones
     * @param out receives what was found
     */
    EarlierRuns(CandidateTarget candidate, ScratchName name, PrintStream out) {
        this.candidate = candidate;
        this.name = name;
        this.out = out;
    }

    /** Removes the outdated directories, and reports the others. A failure is reported as well, and does not prevent this run. */
    void remove() {
        try {
            List<String> others = find(directory -> !name.isOwn(directory));
            List<String> outdated = others.stream().filter(name::isOutdated).toList();
            List<String> young = others.stream()
                    .filter(directory -> !outdated.contains(directory))
                    .toList();
            if (!young.isEmpty()) {
                print(CertifyMessage.EARLIER_DIRECTORIES_KEPT.with(runs(young), ScratchName.MAX_AGE.toHours()));
            }
            if (!outdated.isEmpty()) {
                remove(outdated);
            }
        } catch (TransportException e) {
            LOG.warn(
                    "The test directories of earlier runs on {} could not be removed: {}",
                    candidate.displayName(),
                    candidate.printable(e.getMessage()));
            print(CertifyMessage.EARLIER_DIRECTORIES_NOT_REMOVED.with(e.description()));
        }
    }

    private void remove(List<String> outdated) throws TransportException {
        out.println("Removing the test directories " + runs(outdated) + " of earlier runs");
        List<String> remaining =
                new DirectoryRemoval(candidate, new RemovalProgress(out, System::nanoTime)).remove(outdated::contains);
        LOG.info("Removed the test directories {} of earlier runs on {}", runs(outdated), candidate.displayName());
        if (!remaining.isEmpty()) {
            print(CertifyMessage.DIRECTORIES_REMAIN.with(String.join(", ", remaining)));
        }
    }

    private List<String> find(Predicate<String> condition) throws TransportException {
        try (TransportSession session = candidate.open()) {
            return DirectoryRemoval.find(session, condition);
        }
    }

    /** Returns the runs of directories, one after the other. */
    private static String runs(List<String> directories) {
        return directories.stream()
                .map(directory -> directory.substring(0, directory.lastIndexOf('-') + 1) + "…")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void print(Message message) {
        out.println(candidate.printable(message.text()));
    }
}
