package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.flowgateway.backup.core.file.FileFailures;
import org.flowgateway.backup.core.job.JobFailedException;

/** Check for an earlier restore that is neither complete nor rolled back. Trees in between must not be backed up or compared with. */
public final class UnfinishedRestoreCheck {

    private UnfinishedRestoreCheck() {}

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
                throw new JobFailedException(RestoreMessage.STATE_NOT_FINAL.with());
            }
        } catch (IOException e) {
            throw unfinished(e);
        }
    }

    static JobFailedException unfinished(IOException cause) {
        return new JobFailedException(RestoreMessage.UNFINISHED.with(FileFailures.explain(cause)), cause);
    }
}
