package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectories;
import org.flowgateway.backup.transport.sftp.protocol.SftpReply;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs files and directories to the server's disk, so that a power failure there loses neither stored objects nor the directories created
 * for them. An object's own directory is synced each time. A directory above it is synced once per session for each of its subdirectories:
 * another session may have created that subdirectory and lost its connection before the sync. One thread.
 */
final class SftpDurability {

    private static final Logger LOG = LoggerFactory.getLogger(SftpDurability.class);

    private final SftpClient client;
    private final SftpObjectTree tree;
    private final TemporaryFiles temporaries;
    private final Consumer<Message> notices;
    /** Directories whose names this session has synced. */
    private final Set<String> durable = new HashSet<>();

    private boolean filesProven;
    private boolean filesRefused;
    private boolean proven;
    private boolean refused;
    private boolean reported;

    /** @param notices takes notices for people, each once per session */
    SftpDurability(SftpClient client, SftpObjectTree tree, TemporaryFiles temporaries, Consumer<Message> notices) {
        this.client = client;
        this.tree = tree;
        this.temporaries = temporaries;
        this.notices = notices;
    }

    /** Directory whose opening was requested. */
    record Opened(String directory, CompletableFuture<SftpReply> reply) {}

    /** Forgets which directories were synced: after a removal, others may create them again. */
    void forget() {
        durable.clear();
    }

    /** Requests the sync of an open file; empty if the server does not support it. */
    Optional<CompletableFuture<SftpReply>> beginFileSync(byte[] handle) throws IOException {
        return filesRefused ? Optional.empty() : client.sync(handle);
    }

    /**
     * Waits until a file is synced.
     *
     * @param path path of the file; a probe file is created beside it if the sync is refused
     * @throws SftpStatus if the server supports sync, and it failed for this file
     */
    void finishFileSync(String path, Optional<CompletableFuture<SftpReply>> asked) throws IOException {
        if (asked.isEmpty()) {
            return;
        }
        try {
            client.await(asked.get()).ok();
            filesProven = true;
        } catch (SftpStatus status) {
            if (filesProven || status.code() != SftpStatus.UNSUPPORTED && canSyncEmptyFile(path)) {
                throw status;
            }
            refuseFiles(status.getMessage());
        }
    }

    /** Syncs an empty file, which needs no space: a server that refuses this refuses every sync. */
    private boolean canSyncEmptyFile(String beside) throws IOException {
        String path = TemporaryName.of(beside.substring(0, beside.lastIndexOf('/') + 1) + "probe");
        temporaries.add(path);
        try {
            byte[] handle = client.open(path, SftpClient.CREATE_NEW);
            CompletableFuture<SftpReply> synced = client.sync(handle).orElseThrow();
            CompletableFuture<SftpReply> closed = client.close(handle);
            try {
                client.await(synced).ok();
                return true;
            } catch (SftpStatus refusal) {
                return false;
            } finally {
                client.await(closed);
            }
        } finally {
            temporaries.discard(client, path);
        }
    }

    private void refuseFiles(String why) {
        filesRefused = true;
        refused = true;
        report(SftpNoticeMessage.FILES_NOT_SYNCED, why);
    }

    /** Syncs all directories from the root to a path. */
    void sync(String path) throws IOException {
        finish(path, begin(path));
    }

    /** Requests the opening of all directories from the root to a path, without waiting; to be followed by {@link #finish}. */
    List<Opened> begin(String path) throws IOException {
        boolean rootMade = forgetMade();
        List<Opened> opened = new ArrayList<>();
        if (refused) {
            return opened;
        }
        if (!client.canSync()) {
            refuseFiles("it does not offer fsync@openssh.com");
            return opened;
        }
        if (rootMade) {
            opened.add(open(SftpDirectories.parent(tree.root())));
        }
        List<String> steps = tree.steps(path);
        for (int at = 0; at < steps.size() - 1; at++) {
            String resolve = steps.get(at + 1);
            if (resolve.equals(path) || !durable.contains(resolve)) {
                opened.add(open(steps.get(at)));
            }
        }
        return opened;
    }

    private Opened open(String directory) throws IOException {
        return new Opened(directory, client.openAsync(directory));
    }

    private boolean forgetMade() {
        Set<String> made = tree.takeCreated();
        durable.removeAll(made);
        return made.contains(tree.root());
    }

    /**
     * Waits until the opened directories are synced.
     *
     * @throws SftpStatus an {@linkplain SftpStatus#isAbsence absence} if a directory no longer exists
     * @throws TransportException {@link FailureKind#UNKNOWN} if the server supports sync, and it failed
     */
    void finish(String path, List<Opened> opened) throws IOException {
        List<CompletableFuture<SftpReply>> syncs = new ArrayList<>();
        List<CompletableFuture<SftpReply>> closes = new ArrayList<>();
        Optional<SftpStatus> absence = Optional.empty();
        for (Opened one : opened) {
            try {
                byte[] handle = client.await(one.reply()).handle();
                client.sync(handle).ifPresent(syncs::add);
                closes.add(client.close(handle));
            } catch (SftpStatus status) {
                if (isGone(one.directory())) {
                    absence = Optional.of(SftpStatus.absence(status));
                } else {
                    // Above the root this login may have no rights. They are needed only if the root was just created.
                    refused = !one.directory().equals(SftpDirectories.parent(tree.root()));
                    report(SftpNoticeMessage.DIRECTORIES_NOT_SYNCED, status.getMessage());
                }
            }
        }
        for (CompletableFuture<SftpReply> sync : syncs) {
            check(path, sync);
        }
        for (CompletableFuture<SftpReply> close : closes) {
            client.await(close);
        }
        if (absence.isPresent()) {
            throw absence.get();
        }
        tree.steps(path).stream().filter(step -> !step.equals(path)).forEach(durable::add);
    }

    /** Returns true if this session has synced a file and a directory, and had to report no lack. */
    boolean isGuaranteed() {
        return filesProven && proven && !reported;
    }

    /** Distinguishes a missing feature from a disk failure: a server that has synced before supports it. */
    private void check(String path, CompletableFuture<SftpReply> sync) throws IOException {
        try {
            client.await(sync).ok();
            proven = true;
        } catch (SftpStatus status) {
            if (proven) {
                throw SftpMessage.NOT_SYNCED.causedBy(status, tree.displayName(path), status.getMessage());
            }
            refuse(status.getMessage());
        }
    }

    private boolean isGone(String directory) throws IOException {
        return client.lookup().stat(directory).isEmpty();
    }

    private void refuse(String why) {
        refused = true;
        report(SftpNoticeMessage.DIRECTORIES_NOT_SYNCED, why);
    }

    private void report(SftpNoticeMessage notice, String why) {
        if (!reported) {
            reported = true;
            LOG.info("Files or directories in {} are not synced: {}", tree.displayName(), why);
            notices.accept(notice.with(tree.host().toString()));
        }
    }
}
