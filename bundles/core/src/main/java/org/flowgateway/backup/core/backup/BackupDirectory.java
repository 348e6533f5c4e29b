package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.archive.DirectoryName;
import org.flowgateway.backup.archive.SealedPack;
import org.flowgateway.backup.core.catalogue.BackupPlace;
import org.flowgateway.backup.core.catalogue.StoredSource;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Takes a directory on the target for one backup: the first pack is put alone, and where it can be created, the directory is ours. */
final class BackupDirectory {

    private final JobRun run;
    private final String path;
    private final Set<String> taken;

    /**
     * @param path the target's directory as people write it
     * @param taken the names that are there already
     */
    BackupDirectory(JobRun run, String path, List<String> taken) {
        this.run = run;
        this.path = path;
        this.taken = new HashSet<>(taken);
    }

    /**
     * Stores the first pack under the first free name.
     *
     * @return where the backup lies from now on
     */
    BackupPlace claim(SealedPack first, TransportSession session) throws IOException {
        DirectoryName name = DirectoryName.of(run.snapshot().started());
        while (true) {
            while (taken.contains(name.toString())) {
                name = name.next(run.snapshot().started());
            }
            if (put(first, name, session)) {
                BackupPlace place = BackupPlace.below(name);
                run.backupDirectory(place.shown(path));
                return place;
            }
            taken.add(name.toString());
        }
    }

    /** The claim is on disk before the pack is on the target, so that a crash in between leaves nothing nobody knows of. */
    private boolean put(SealedPack first, DirectoryName name, TransportSession session) throws IOException {
        Claim claim = new Claim(name.toString(), first.object().length(), first.object().sha256(), false);
        run.claim(Optional.of(claim));
        try {
            session.put(BackupPlace.below(name).object(first.object().name()), new StoredSource(first.object(), first::open));
        } catch (TransportException e) {
            if (e.kind() == FailureKind.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
        run.claim(Optional.of(claim.confirm()));
        return true;
    }
}
