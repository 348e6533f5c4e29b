package org.flowgateway.backup.core.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.archive.pack.SealedPack;
import org.flowgateway.backup.core.catalogue.ArchiveObjectSource;
import org.flowgateway.backup.core.catalogue.BackupLocation;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/**
 * Claims a directory on the target for one backup. The first pack is stored alone: where it can be created, the directory is claimed.
 *
 * <p>On a target that lets two writers create one name, that proves nothing. There the job first stores an object of a name that no other
 * job has, and then lists the directory. If it finds anything else, it tries the next name. Two concurrent jobs may both do so, but never
 * neither: each lists after its own object is visible.
 */
final class BackupDirectory {

    private final JobRun run;
    private final String path;
    private final Set<String> existing;
    private final boolean exclusive;

    /**
     * @param path the target's directory as in the request
     * @param existing names that exist already
     * @param exclusive whether the target lets only one of several writers create a name
     */
    BackupDirectory(JobRun run, String path, List<String> existing, boolean exclusive) {
        this.run = run;
        this.path = path;
        this.existing = new HashSet<>(existing);
        this.exclusive = exclusive;
    }

    /**
     * Stores the first pack under the first free name.
     *
     * @return the backup's location
     */
    BackupLocation claim(SealedPack first, TransportSession session) throws IOException {
        BackupDirectoryName name = BackupDirectoryName.of(run.snapshot().started());
        while (true) {
            while (existing.contains(name.toString())) {
                name = name.next(run.snapshot().started());
            }
            if (tryName(first, name, session)) {
                BackupLocation location = BackupLocation.below(name);
                run.saveBackupDirectory(location.displayName(path));
                return location;
            }
            existing.add(name.toString());
        }
    }

    /** Tries a name. The claim is on disk before the pack is on the target, so that a crash in between leaves no unknown object. */
    private boolean tryName(SealedPack first, BackupDirectoryName name, TransportSession session) throws IOException {
        Claim claim = new Claim(
                name.toString(), first.object().length(), first.object().sha256(), false);
        run.saveClaim(Optional.of(claim));
        BackupLocation location = BackupLocation.below(name);
        boolean ours = (exclusive || isAlone(claim, location, session)) && isStored(first, location, session);
        if (!exclusive) {
            session.delete(location.object(claim.marker()));
        }
        if (ours) {
            run.saveClaim(Optional.of(claim.confirm()));
        }
        return ours;
    }

    private static boolean isAlone(Claim claim, BackupLocation location, TransportSession session)
            throws TransportException {
        session.put(
                location.object(claim.marker()),
                ObjectSource.of(claim.firstSha256().getBytes(StandardCharsets.US_ASCII)));
        return session.list(location.prefix()).stream()
                .allMatch(listed -> listed.name().equals(claim.marker()));
    }

    private static boolean isStored(SealedPack first, BackupLocation location, TransportSession session)
            throws TransportException {
        try {
            session.put(location.object(first.object().name()), new ArchiveObjectSource(first.object(), first::open));
            return true;
        } catch (TransportException e) {
            if (e.kind() == FailureKind.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }
}
