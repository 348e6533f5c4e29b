package org.flowgateway.backup.core.backup;

import java.io.IOException;
import org.flowgateway.backup.core.IoMessages;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.ReadTrouble;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/** What cannot be read ends the backup if its section is required, and is told as a warning if it is not. */
final class Unreadable implements ReadTrouble {

    private final JobRun run;

    Unreadable(JobRun run) {
        this.run = run;
    }

    /** @param why the rest of the sentence "… cannot be backed up: " */
    @Override
    public void report(SectionDescriptor section, String shown, String why) throws JobFailedException {
        if (Thread.currentThread().isInterrupted()) {
            // Another worker failed, and this one is stopped in the middle of a file that is in order. Nobody is told of this failure.
            throw new JobFailedException(shown + " was not read to its end, since the job was stopped");
        }
        String sentence = shown + " cannot be backed up: " + why;
        if (section.required()) {
            throw new JobFailedException(sentence + ". Nothing of section " + section.id() + " may be missing, so there is no backup");
        }
        run.warn(sentence + "; it is not in this backup");
    }

    void report(SectionDescriptor section, String shown, IOException failure) throws JobFailedException {
        report(section, shown, IoMessages.explain(failure));
    }
}
