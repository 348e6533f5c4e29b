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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.DirectoryName;
import org.flowgateway.backup.archive.Manifest;
import org.flowgateway.backup.archive.SealedIndex;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.core.job.Claim;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.transport.SizedReads;
import org.flowgateway.backup.core.transport.TargetName;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** The backups that lie on a target, as one session sees them. One thread at a time. */
public final class BackupCatalogue {

    private static final int MOST_NAMES_TOLD = 10;
    private static final Comparator<CommittedBackup> NEWER = Comparator.comparing(CommittedBackup::started)
            .thenComparing(backup -> backup.place().directory());
    private static final String PACKS = "packs";
    private static final Pattern PACK = Pattern.compile("[0-9]{6}\\.tar\\.zst\\.pgp");
    private static final int MAX_CHARACTERS = 100;

    private final TransportSession session;
    private final TransportTarget target;

    /** @param target the session's; the last segment of its path may be a backup's own directory */
    public BackupCatalogue(TransportSession session, TransportTarget target) {
        this.session = session;
        this.target = target;
    }

    /** Everything that lies below the root, backup or not. */
    public List<String> names() throws TransportException {
        return session.list(Optional.empty()).stream().map(ListEntry::name).toList();
    }

    /**
     * Finds the backup to restore: the one the root is, or else the one below it with the newest start time in its manifest.
     *
     * @param notice is told what else lies there and was not taken for a backup
     * @throws JobFailedException if there is none, or if the newest is damaged or was written by a newer version: another one is never
     *         taken silently in its place
     */
    public CommittedBackup resolve(Consumer<String> notice) throws TransportException, JobFailedException {
        List<ListEntry> listing = session.list(Optional.empty());
        Optional<DirectoryName> itself = DirectoryName.parse(lastSegment());
        if (itself.isPresent() && listing.stream().anyMatch(listed -> isObject(listed, Manifest.NAME))) {
            return committed(BackupLocation.root(itself.get()))
                    .orElseThrow(() -> new JobFailedException(TargetName.of(target)
                            + " is not a backup under its own name: give the directory its old name back"));
        }
        List<String> ignored = new ArrayList<>();
        Map<DirectoryName, BackupLocation> candidates = new TreeMap<>(Comparator.comparing(DirectoryName::latestStart)
                .thenComparing(Comparator.naturalOrder())
                .reversed());
        for (ListEntry listed : listing) {
            Optional<DirectoryName> name = DirectoryName.parse(listed.name());
            if (listed.kind() == ListEntry.Kind.DIRECTORY && name.isPresent()) {
                candidates.put(name.get(), BackupLocation.below(name.get()));
            } else {
                ignored.add(listed.name());
            }
        }
        Optional<CommittedBackup> newest = newest(candidates, ignored);
        tell(ignored, notice);
        return newest.orElseThrow(() -> new JobFailedException("There is no complete backup in " + TargetName.of(target)
                + ": check the path, or take a backup first"));
    }

    /** A name bounds the start of its backup, so the search ends at the first that is too old. Of the same start, the later name is newer. */
    private Optional<CommittedBackup> newest(Map<DirectoryName, BackupLocation> newestFirst, List<String> ignored)
            throws TransportException, JobFailedException {
        Optional<CommittedBackup> newest = Optional.empty();
        for (Map.Entry<DirectoryName, BackupLocation> candidate : newestFirst.entrySet()) {
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
    public Optional<CommittedBackup> committed(BackupLocation place) throws TransportException, JobFailedException {
        ObjectName name = place.object(Manifest.NAME);
        Optional<Long> length = session.stat(name);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        if (length.get() > Manifest.MAX_BYTES) {
            throw new JobFailedException("The manifest of " + place.directory() + " is damaged: length [" + length.get()
                    + "] is out of all proportion. To restore another backup, name its own directory in path");
        }
        try {
            Manifest manifest = Manifest.parse(read(name, length.get()));
            return manifest.identity().directory().equals(place.directory().toString())
                    ? Optional.of(new CommittedBackup(place, manifest))
                    : Optional.empty();
        } catch (ArchiveException e) {
            throw new JobFailedException(
                    "The manifest of " + place.directory() + " cannot be used: " + e.getMessage()
                            + ". To restore another backup, name its own directory in path",
                    e);
        }
    }

    /**
     * Reads a small object whole.
     *
     * @param most bytes it may have, at most {@code Integer.MAX_VALUE} - 9. A server need not give what it said it holds
     * @throws TransportException with {@code INTEGRITY} if it has more
     */
    public byte[] read(ObjectName name, long most) throws TransportException {
        try (InputStream content = SizedReads.read(session, name, most)) {
            byte[] bytes = content.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw new TransportException(
                        FailureKind.INTEGRITY,
                        name + " in " + TargetName.of(target) + " is longer than it may be: it is damaged");
            }
            return bytes;
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Reads an index whole. It may be large, and is in memory once.
     *
     * @param object what the manifest says of it
     * @throws ArchiveException if it is another one, or is too long
     */
    public SealedIndex index(BackupLocation place, StoredObject object) throws IOException {
        ObjectName name = place.object(object.name());
        try (InputStream content = session.read(name)) {
            return SealedIndex.read(content, object);
        } catch (TransportException | ArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw new TransportException(
                    FailureKind.UNKNOWN, name + " in " + TargetName.of(target) + " cannot be read to its end", e);
        }
    }

    /**
     * Compares what the target says it holds of a backup with what belongs to it.
     *
     * @param objects packs and index as they were sent, or as a manifest names them
     * @param notice is told what lies there beside them
     * @return what is missing or of another length, for a person; empty if nothing is
     */
    public Optional<String> difference(BackupLocation place, List<StoredObject> objects, Consumer<String> notice)
            throws TransportException {
        Map<String, Long> held = new HashMap<>();
        for (ListEntry listed : session.list(place.prefix())) {
            if (listed.kind() == ListEntry.Kind.OBJECT) {
                held.put(listed.name(), listed.length());
            }
        }
        for (ListEntry listed : session.list(Optional.of(place.object(PACKS)))) {
            if (listed.kind() == ListEntry.Kind.OBJECT) {
                held.put(PACKS + "/" + listed.name(), listed.length());
            }
        }
        for (StoredObject object : objects) {
            Long length = held.remove(object.name());
            if (length == null) {
                return Optional.of(object.name() + " is missing");
            }
            if (length != object.length()) {
                return Optional.of(object.name() + " has length [" + length + "] instead of [" + object.length() + "]");
            }
        }
        held.remove(Manifest.NAME);
        held.keySet().stream()
                .sorted()
                .limit(MOST_NAMES_TOLD)
                .forEach(name -> notice.accept(
                        shown(name) + " in " + place.directory() + " does not belong to the backup, ignored"));
        return Optional.empty();
    }

    /** Whose what is in a directory is, by the first pack there. */
    enum Owner {
        /** The claim's job. */
        CLAIMANT,
        /** Nobody: there is no first pack, so it is no backup of anybody's, nor can it become one. */
        NOBODY,
        /** Somebody who stored another first pack. */
        OTHER
    }

    /** Finds whose a directory is: the claim's job's only if the first pack there has the claim's SHA-256. */
    Owner owner(BackupLocation place, Claim claim) throws TransportException {
        ObjectName first = place.object(StoredObject.packName(0));
        Optional<Long> length = session.stat(first);
        if (length.isEmpty()) {
            return Owner.NOBODY;
        }
        return length.get() == claim.firstLength()
                        && sha256(first, claim.firstLength()).equals(claim.firstSha256())
                ? Owner.CLAIMANT
                : Owner.OTHER;
    }

    private String sha256(ObjectName object, long length) throws TransportException {
        MessageDigest digest = InMemoryObject.digest();
        try (InputStream content = SizedReads.read(session, object, length);
                OutputStream hashed = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(hashed);
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(object, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Removes the objects of a backup: the commit marker first, from then on it is no backup; the first pack last, since until then that
     * proves whose it is. What else is in its directory is somebody else's and stays.
     */
    void remove(BackupLocation place) throws TransportException {
        session.delete(place.object(Manifest.NAME));
        session.delete(place.object(StoredObject.INDEX_NAME));
        String first = StoredObject.packName(0);
        for (ListEntry listed : session.list(Optional.of(place.object(PACKS)))) {
            String name = PACKS + "/" + listed.name();
            if (listed.kind() == ListEntry.Kind.OBJECT
                    && PACK.matcher(listed.name()).matches()
                    && !name.equals(first)) {
                session.delete(place.object(name));
            }
        }
        session.delete(place.object(first));
    }

    /** Removes the mark of a claim, temporary names that a dead session left beside it and among the packs, and directories that are empty then. */
    void removeMark(BackupLocation place, Claim claim) throws TransportException {
        session.delete(place.object(PACKS + "/" + claim.marker()));
        session.delete(place.object(claim.marker()));
    }

    /** Names in a backup's directory, for a person: a few of them, and how many more there are; "" if there are none. */
    String remaining(BackupLocation place) throws TransportException {
        return shown(session.list(place.prefix()).stream().map(ListEntry::name).toList());
    }

    private TransportException unreadable(ObjectName name, IOException cause) {
        return new TransportException(
                FailureKind.UNKNOWN, name + " in " + TargetName.of(target) + " cannot be read to its end", cause);
    }

    private static boolean isObject(ListEntry listed, String name) {
        return listed.kind() == ListEntry.Kind.OBJECT && listed.name().equals(name);
    }

    private String lastSegment() {
        String trimmed = target.path().replaceAll("/+$", "");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static void tell(List<String> ignored, Consumer<String> notice) {
        if (!ignored.isEmpty()) {
            notice.accept("Not a complete backup, ignored: " + shown(ignored));
        }
    }

    private static String shown(List<String> names) {
        return names.stream()
                        .sorted()
                        .limit(MOST_NAMES_TOLD)
                        .map(BackupCatalogue::shown)
                        .collect(Collectors.joining(", "))
                + CountedNoun.beyond(MOST_NAMES_TOLD, names.size());
    }

    /** A name that anybody may have given, short enough for a message. */
    private static String shown(String name) {
        return name.length() <= MAX_CHARACTERS ? name : name.substring(0, MAX_CHARACTERS) + "…";
    }
}
