package org.flowgateway.backup.core.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.BackupDirectoryName;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.index.SealedIndex;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.transport.SizedReads;
import org.flowgateway.backup.core.transport.TargetName;
import org.flowgateway.backup.core.transport.TransportFailureMessage;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** The backups on a target, as one session sees them. One thread at a time. */
public final class BackupCatalogue {

    private static final int MAX_NAMES_SHOWN = 10;
    private static final Comparator<CommittedBackup> NEWER = Comparator.comparing(CommittedBackup::started)
            .thenComparing(backup -> backup.location().directory());
    private static final String PACKS = "packs";
    private static final Pattern PACK = Pattern.compile("[0-9]{6}\\.tar\\.zst\\.pgp");
    private static final int MAX_NAME_CHARACTERS = 100;

    private final TransportSession session;
    private final TransportTarget target;

    /** @param target the session's; the last segment of its path may be a backup's own directory */
    public BackupCatalogue(TransportSession session, TransportTarget target) {
        this.session = session;
        this.target = target;
    }

    /** Names of all entries below the root, backup or not. */
    public List<String> names() throws TransportException {
        return session.list(Optional.empty()).stream().map(ListEntry::name).toList();
    }

    /**
     * Finds the backup to restore: the one the root is, or else the one below it with the newest start time in its manifest.
     *
     * @param notice receives what else is there and was not regarded as a backup
     * @throws JobFailedException if there is none, or if the newest is damaged or was written by a newer version: it is never silently replaced by another one
     */
    public CommittedBackup resolve(Consumer<Message> notice) throws TransportException, JobFailedException {
        List<ListEntry> listing = session.list(Optional.empty());
        Optional<BackupDirectoryName> itself = BackupDirectoryName.parse(lastSegment());
        if (itself.isPresent() && listing.stream().anyMatch(entry -> isObject(entry, Manifest.NAME))) {
            return committed(BackupLocation.root(itself.get()))
                    .orElseThrow(() ->
                            new JobFailedException(StoredBackupMessage.BACKUP_RENAMED.with(TargetName.of(target))));
        }
        List<String> ignored = new ArrayList<>();
        Map<BackupDirectoryName, BackupLocation> candidates =
                new TreeMap<>(Comparator.comparing(BackupDirectoryName::latestStart)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed());
        for (ListEntry entry : listing) {
            Optional<BackupDirectoryName> name = BackupDirectoryName.parse(entry.name());
            if (entry.kind() == ListEntry.Kind.DIRECTORY && name.isPresent()) {
                candidates.put(name.get(), BackupLocation.below(name.get()));
            } else {
                ignored.add(entry.name());
            }
        }
        Optional<CommittedBackup> newest = newest(candidates, ignored);
        reportIgnored(ignored, notice);
        return newest.orElseThrow(
                () -> new JobFailedException(StoredBackupMessage.NO_BACKUP.with(TargetName.of(target))));
    }

    /**
     * Finds the newest backup. A directory's name bounds the start of its backup, so the search ends at the first that is too old. Of two
     * with the same start, the later name is newer.
     */
    private Optional<CommittedBackup> newest(Map<BackupDirectoryName, BackupLocation> newestFirst, List<String> ignored)
            throws TransportException, JobFailedException {
        Optional<CommittedBackup> newest = Optional.empty();
        for (Map.Entry<BackupDirectoryName, BackupLocation> candidate : newestFirst.entrySet()) {
            Instant latestStart = candidate.getKey().latestStart();
            if (newest.isPresent() && !latestStart.isAfter(newest.get().started())) {
                break;
            }
            Optional<CommittedBackup> backup = committed(candidate.getValue());
            if (backup.isEmpty()) {
                ignored.add(candidate.getKey().toString());
            } else if (newest.isEmpty() || NEWER.compare(backup.get(), newest.get()) > 0) {
                newest = backup;
            }
        }
        return newest;
    }

    /**
     * Reads a backup's manifest.
     *
     * @return empty if there is none, or if it is that of a directory of another name
     * @throws JobFailedException if it cannot be understood
     */
    public Optional<CommittedBackup> committed(BackupLocation location) throws TransportException, JobFailedException {
        ObjectName name = location.object(Manifest.NAME);
        Optional<Long> length = session.stat(name).map(ObjectAttributes::length);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        if (length.get() > Manifest.MAX_BYTES) {
            throw new JobFailedException(StoredBackupMessage.MANIFEST_TOO_LONG.with(
                    location.directory().toString(), length.get(), Manifest.MAX_BYTES));
        }
        try {
            Manifest manifest = Manifest.parse(read(name, length.get()));
            return manifest.identity().directory().equals(location.directory().toString())
                    ? Optional.of(new CommittedBackup(location, manifest))
                    : Optional.empty();
        } catch (ArchiveException e) {
            throw new JobFailedException(
                    StoredBackupMessage.MANIFEST_UNUSABLE.with(
                            location.directory().toString(), e.description().summary()),
                    e);
        }
    }

    /**
     * Reads a small object whole.
     *
     * @param maxBytes bytes it may have, at most {@code Integer.MAX_VALUE} - 9. A server need not give what it said it holds
     * @throws TransportException with {@code INTEGRITY} if it has more
     */
    public byte[] read(ObjectName name, long maxBytes) throws TransportException {
        try (InputStream content = SizedReads.readAtMost(session, name, maxBytes)) {
            byte[] bytes = content.readNBytes(Math.toIntExact(maxBytes + 1));
            if (bytes.length > maxBytes) {
                throw TransportFailureMessage.OBJECT_TOO_LONG.exception(
                        name.toString(), TargetName.of(target), maxBytes);
            }
            return bytes;
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            throw readFailure(name, e);
        }
    }

    /**
     * Reads an index whole. It may be large, and is in memory once.
     *
     * @param object what the manifest says of it
     * @throws ArchiveException if it is another one, or is too long
     */
    public SealedIndex readIndex(BackupLocation location, StoredObject object) throws IOException {
        ObjectName name = location.object(object.name());
        try (InputStream content = session.read(name)) {
            return SealedIndex.read(content, object);
        } catch (TransportException | ArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw readFailure(name, e);
        }
    }

    /**
     * Compares the target's listing with the objects of a backup.
     *
     * @param objects packs and index as they were sent, or as a manifest names them
     * @param notice receives what else is there
     * @return the missing or differing object, for a person; empty if there is none
     */
    public Optional<String> findDifference(
            BackupLocation location, List<StoredObject> objects, Consumer<Message> notice) throws TransportException {
        Map<String, Long> stored = new HashMap<>();
        for (ListEntry entry : session.list(location.prefix())) {
            if (entry.kind() == ListEntry.Kind.OBJECT) {
                stored.put(entry.name(), entry.length());
            }
        }
        for (ListEntry entry : session.list(Optional.of(location.object(PACKS)))) {
            if (entry.kind() == ListEntry.Kind.OBJECT) {
                stored.put(PACKS + "/" + entry.name(), entry.length());
            }
        }
        for (StoredObject object : objects) {
            Long length = stored.remove(object.name());
            if (length == null) {
                return Optional.of(
                        StoredBackupMessage.OBJECT_MISSING.with(object.name()).summary());
            }
            if (length != object.length()) {
                return Optional.of(StoredBackupMessage.OBJECT_LENGTH_DIFFERS
                        .with(object.name(), length, object.length())
                        .summary());
            }
        }
        stored.remove(Manifest.NAME);
        stored.keySet().stream()
                .sorted()
                .limit(MAX_NAMES_SHOWN)
                .map(name -> StoredBackupMessage.OBJECT_IGNORED.with(
                        display(name), location.directory().toString()))
                .forEach(notice);
        return Optional.empty();
    }

    /** Owner of a directory's objects, by the first pack there. */
    enum Owner {
        /** The claim's job. */
        CLAIMANT,
        /** No owner: without a first pack it is no complete backup, and cannot become one. */
        NOBODY,
        /** Somebody who stored another first pack. */
        OTHER
    }

    /** Finds the owner of a directory: the claim's job only if the first pack there has the claim's SHA-256. */
    Owner findOwner(BackupLocation location, Claim claim) throws TransportException {
        ObjectName first = location.object(StoredObject.packName(0));
        Optional<Long> length = session.stat(first).map(ObjectAttributes::length);
        if (length.isEmpty()) {
            return Owner.NOBODY;
        }
        return length.get() == claim.firstLength()
                        && sha256(first, claim.firstLength()).equals(claim.firstSha256())
                ? Owner.CLAIMANT
                : Owner.OTHER;
    }

    private String sha256(ObjectName object, long length) throws TransportException {
        MessageDigest digest = Sha256.digest();
        try (InputStream content = SizedReads.readAtMost(session, object, length);
                OutputStream hashed = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(hashed);
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            throw readFailure(object, e);
        }
        return Sha256.hex(digest);
    }

    /**
     * Removes the objects of a backup. The commit marker is first: from then on there is no backup. The first pack is last, since it
     * proves the ownership. Other objects in the directory are not removed.
     */
    void remove(BackupLocation location) throws TransportException {
        session.delete(location.object(Manifest.NAME));
        session.delete(location.object(StoredObject.INDEX_NAME));
        String first = StoredObject.packName(0);
        for (ListEntry entry : session.list(Optional.of(location.object(PACKS)))) {
            String name = PACKS + "/" + entry.name();
            if (entry.kind() == ListEntry.Kind.OBJECT
                    && PACK.matcher(entry.name()).matches()
                    && !name.equals(first)) {
                session.delete(location.object(name));
            }
        }
        session.delete(location.object(first));
    }

    /** Removes the mark of a claim, temporary names that a dead session left beside it and among the packs, and directories that are empty then. */
    void removeMarker(BackupLocation location, Claim claim) throws TransportException {
        session.delete(location.object(PACKS + "/" + claim.marker()));
        session.delete(location.object(claim.marker()));
    }

    /** Lists names in a backup's directory for a person: a few of them, and the number of others; "" if there are none. */
    String describeRemaining(BackupLocation location) throws TransportException {
        return display(
                session.list(location.prefix()).stream().map(ListEntry::name).toList());
    }

    private TransportException readFailure(ObjectName name, IOException cause) {
        return TransportFailureMessage.OBJECT_UNREADABLE.causedBy(cause, name.toString(), TargetName.of(target));
    }

    private static boolean isObject(ListEntry entry, String name) {
        return entry.kind() == ListEntry.Kind.OBJECT && entry.name().equals(name);
    }

    private String lastSegment() {
        String trimmed = target.path().replaceAll("/+$", "");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static void reportIgnored(List<String> ignored, Consumer<Message> notice) {
        if (!ignored.isEmpty()) {
            notice.accept(StoredBackupMessage.DIRECTORIES_IGNORED.with(display(ignored)));
        }
    }

    private static String display(List<String> names) {
        return names.stream()
                        .sorted()
                        .limit(MAX_NAMES_SHOWN)
                        .map(BackupCatalogue::display)
                        .collect(Collectors.joining(", "))
                + CountedNoun.beyond(MAX_NAMES_SHOWN, names.size());
    }

    /** A name that anybody may have given, short enough for a message. */
    private static String display(String name) {
        return name.length() <= MAX_NAME_CHARACTERS ? name : name.substring(0, MAX_NAME_CHARACTERS) + "…";
    }
}
