package com.example.backup.ftps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.net.MalformedServerReplyException;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Directories on the server. All questions are answered by listings: they alone affirm that a name is absent, since a reply 550 may mean
 * anything, and they alone distinguish a symbolic link, which other commands follow. One thread.
 */
final class FtpsTree {

    private static final int MAX_LINE_CHARACTERS = 8 * 1024;

    private final FtpsConnection connection;
    private final FtpsTarget target;
    /** Directories below the root that are no symbolic links; another session may have removed them meanwhile. */
    private final Set<String> known = new HashSet<>();

    FtpsTree(FtpsConnection connection) {
        this.connection = connection;
        this.target = connection.target();
    }

    /** Forgets which directories exist. */
    void forget() {
        known.clear();
    }

    /** Finds an entry; empty if a listing affirms that it is absent. */
    Optional<ListEntry> find(String path) throws TransportException {
        String name = FtpsTarget.lastSegment(path);
        List<ListEntry> found = new ArrayList<>(1);
        list(FtpsTarget.parent(path), entry -> {
            if (entry.name().equals(name)) {
                found.add(entry);
            }
        });
        return found.stream().findFirst();
    }

    /** Finds an object; empty if a listing affirms that there is none. */
    Optional<ListEntry> findObject(String path) throws TransportException {
        return find(path).filter(entry -> entry.kind() == ListEntry.Kind.OBJECT);
    }

    /** Returns the entries of a directory; empty if the directory is affirmed to be absent. */
    Optional<List<ListEntry>> children(String directory) throws TransportException {
        List<ListEntry> children = new ArrayList<>();
        return list(directory, children::add) ? Optional.of(children) : Optional.empty();
    }

    /**
     * Lists a directory with temporary names.
     *
     * @return false if it is affirmed that there is no such directory
     */
    boolean list(String directory, ListEntryConsumer consumer) throws TransportException {
        if (target.isBelowRoot(directory) && !isDirectory(directory)) {
            return false;
        }
        Optional<FtpsDataConnection> data = connection.open("MLSD", directory, 0);
        if (data.isPresent()) {
            pass(data.get(), consumer);
            return true;
        }
        affirmAbsence(directory, connection.lastReply());
        return false;
    }

    private boolean isDirectory(String path) throws TransportException {
        if (!known.contains(path) && find(path).filter(FtpsTree::isDirectory).isPresent()) {
            known.add(path);
        }
        return known.contains(path);
    }

    private static boolean isDirectory(ListEntry entry) {
        return entry.kind() == ListEntry.Kind.DIRECTORY;
    }

    /** Asks the directory above whether one that cannot be listed is absent, and throws if it is not. */
    private void affirmAbsence(String directory, FtpsReply refusal) throws TransportException {
        boolean mayBeAbsent = refusal.code() == 550 && !FtpsTarget.isTop(directory);
        known.remove(directory);
        if (!mayBeAbsent || find(directory).isPresent()) {
            throw connection.refusal(refusal);
        }
    }

    private void pass(FtpsDataConnection data, ListEntryConsumer consumer) throws TransportException {
        try {
            read(new BufferedReader(new InputStreamReader(data.input(), StandardCharsets.UTF_8)), consumer);
        } catch (TransportException consumers) {
            data.abandon();
            throw consumers;
        } catch (IOException e) {
            throw data.failed(e);
        }
        if (!data.finish().isPositive()) {
            throw connection.refusal();
        }
    }

    private static void read(BufferedReader lines, ListEntryConsumer consumer) throws IOException {
        for (String line = nextLine(lines); !line.isEmpty(); line = nextLine(lines)) {
            Optional<ListEntry> entry = FtpsListingLine.parse(line);
            if (entry.isPresent()) {
                consumer.accept(entry.get());
            }
        }
    }

    /** Reads a line of limited length; "" at the end. */
    private static String nextLine(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = lines.read(); next >= 0; next = lines.read()) {
            if (next == '\n') {
                return line.substring(0, line.length() - (line.toString().endsWith("\r") ? 1 : 0));
            }
            if (line.length() == MAX_LINE_CHARACTERS) {
                throw new MalformedServerReplyException("A listing has a line that is too long");
            }
            line.append((char) next);
        }
        if (line.length() > 0) {
            throw new MalformedServerReplyException("A listing ends within a line");
        }
        return "";
    }

    /** Creates a directory, with those above it. */
    void make(String directory) throws TransportException {
        if (FtpsTarget.isTop(directory) || known.contains(directory)) {
            return;
        }
        if (target.isBelowRoot(directory)) {
            makeBelowRoot(directory);
        } else {
            makeRoot(directory);
        }
        known.add(directory);
    }

    /** Creates the directory above first: a command must not follow a symbolic link there. */
    private void makeBelowRoot(String directory) throws TransportException {
        make(FtpsTarget.parent(directory));
        FtpsReply reply = connection.command(to -> to.makeDirectory(directory));
        if (!reply.isPositive()) {
            requireDirectory(directory, reply);
        }
    }

    private void requireDirectory(String directory, FtpsReply refusal) throws TransportException {
        Optional<ListEntry> present = find(directory);
        if (present.isEmpty()) {
            throw connection.refusal(refusal);
        }
        if (!isDirectory(present.get())) {
            throw connection.directoryTaken(directory);
        }
    }

    /** Creates the root or a directory above it, which may be a symbolic link and may be in a directory that cannot be listed. */
    private void makeRoot(String directory) throws TransportException {
        if (children(directory).isPresent()) {
            return;
        }
        make(FtpsTarget.parent(directory));
        FtpsReply reply = connection.command(to -> to.makeDirectory(directory));
        if (!reply.isPositive() && children(directory).isEmpty()) {
            throw connection.refusal(reply);
        }
    }

    /** Removes a file that was found before; absence is success. */
    void remove(String path) throws TransportException {
        FtpsReply reply = connection.command(to -> to.deleteFile(path));
        if (!reply.isPositive() && find(path).isPresent()) {
            throw connection.refusal(reply);
        }
    }

    /** Removes an empty directory; returns false if it is not empty. */
    boolean removeDirectory(String directory) throws TransportException {
        known.remove(directory);
        FtpsReply reply = connection.command(to -> to.removeDirectory(directory));
        if (reply.isPositive()) {
            return true;
        }
        Optional<List<ListEntry>> children = children(directory);
        if (children.isPresent() && children.get().isEmpty()) {
            throw connection.refusal(reply);
        }
        return children.isEmpty();
    }
}
