package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.core.file.IoMessages;
import org.flowgateway.backup.core.job.JobFailedException;

/** Check for an earlier restore that is neither complete nor rolled back. Trees in between must not be backed up or compared with. */
public final class EarlierRestore {

    private EarlierRestore() {}

    /**
     * Checks that no restore is unfinished.
     *
     * @param journalFile the restore journal, which need not exist
     * @throws JobFailedException if the gateway's state is not final
     */
    public static void checkFinished(Path journalFile) throws JobFailedException {
        try {
            Optional<RestoreJournal> earlier = RestoreJournal.read(journalFile);
            if (earlier.isPresent() && earlier.get().step() != RestoreJournal.Step.COMMITTED) {
                throw unfinished("the gateway's state is not final", null);
            }
        } catch (IOException e) {
            throw unfinished(IoMessages.explain(e), e);
        }
    }

    static JobFailedException unfinished(String why, Throwable cause) {
        return new JobFailedException(
                "An earlier restore has been neither completed nor rolled back: " + why
                        + ". Fix this first: restart the"
                        + " gateway, which rolls it back, or see its log for what is in the way",
                cause);
    }
}
