package org.flowgateway.backup.core.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Names of the files in a state directory.
 *
 * @param path absolute
 */
public record StateFiles(Path path) {

    /** Records of jobs. */
    public Path jobs() {
        return path.resolve("jobs");
    }

    /** Plans of restores. */
    public Path plans() {
        return path.resolve("plans");
    }

    /** Journal of the restore that is under way, if there is one. */
    public Path restoreJournal() {
        return path.resolve("restore.journal");
    }

    /** Pending calls of sections; the name is older than the term. */
    public Path pendingCalls() {
        return path.resolve("sections.owed");
    }

    /** Ids of the sections that backups of this gateway held. */
    public Path seenSections() {
        return path.resolve("sections.seen");
    }

    /** Certificate of the HTTPS listener, which may be missing, and which an operator may have replaced. */
    public Path listenerCertificate() {
        return path.resolve("tls").resolve("certificate.pem");
    }

    /** Creates a directory that nobody else may read, unless it exists. */
    public static Path create(Path directory) throws IOException {
        return Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
