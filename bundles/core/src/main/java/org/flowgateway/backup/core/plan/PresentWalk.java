package org.flowgateway.backup.core.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.core.job.JobCancelledException;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.tree.FileState;
import org.flowgateway.backup.core.tree.FoundFile;
import org.flowgateway.backup.core.tree.TreeWalk;

/**
 * Goes through the present trees of sections, one after the other, and takes a fingerprint of all it sees: names, and everything the file
 * system tells of a file but what it was read last. Two equal ones mean that nobody changed anything in between. One thread at a time.
 */
final class PresentWalk {

    private final JobRun run;
    private final MessageDigest digest = sha256();
    private TreeWalk walk;

    PresentWalk(JobRun run) {
        this.run = run;
    }

    /** The fingerprint of some sections. */
    static String fingerprint(JobRun run, List<Chosen> chosen) throws JobFailedException, JobCancelledException {
        PresentWalk walk = new PresentWalk(run);
        for (Chosen one : chosen) {
            walk.begin(one);
            Optional<FoundFile> found;
            do {
                found = walk.next();
            } while (found.isPresent());
        }
        return walk.fingerprint();
    }

    /** Begins with a section; the one before must have come to its end. */
    void begin(Chosen one) {
        text(one.id());
        text(one.root().toString());
        walk = one.present().map(tree -> new TreeWalk(tree, (section, shown, why) -> {
            throw new JobFailedException(shown + " cannot be read: " + why + ". Nothing was changed");
        })).orElse(null);
    }

    /** What comes next in this section; empty at its end. */
    Optional<FoundFile> next() throws JobFailedException, JobCancelledException {
        run.checkNotCancelled();
        Optional<FoundFile> next = walk == null ? Optional.empty() : walk.next();
        next.ifPresent(this::add);
        return next;
    }

    /** Of everything that was seen; for once, at the end. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add(FoundFile found) {
        FileState state = found.state();
        text(found.path());
        digest.update(ByteBuffer.allocate(12).putInt(state.mode()).putInt(state.uid()).putInt(state.gid()).flip());
        // Whoever stages within a root touches it; what is in it is looked at all the same.
        if (!found.path().isEmpty()) {
            ByteBuffer numbers = ByteBuffer.allocate(52).putInt(state.links()).putLong(state.device()).putLong(state.inode())
                    .putLong(state.isDirectory() ? 0 : state.size());
            instant(numbers, state.modified());
            instant(numbers, state.changed());
            digest.update(numbers.flip());
        }
    }

    private static void instant(ByteBuffer numbers, Instant time) {
        numbers.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
