package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Reads a directory (draft-ietf-secsh-filexfer-02, section 6.7), with several requests in flight. */
public final class SftpDirectoryReader {

    /** Requests in flight; each reply holds about a hundred names. */
    private static final int AHEAD = 8;
    /** Maximum of successive replies with nothing but {@code .} and {@code ..}. */
    private static final int MAX_EMPTY_REPLIES = 64;

    private final SftpClient client;

    public SftpDirectoryReader(SftpClient client) {
        this.client = client;
    }

    /** Entry of a directory as the server lists it. */
    public record Entry(String name, SftpAttributes attributes) {}

    /** Consumer of entries. */
    public interface Visitor {

        /** @return {@code false} to stop */
        boolean visit(Entry entry) throws IOException;
    }

    /**
     * Passes each entry but {@code .} and {@code ..} to the visitor until it stops.
     *
     * @throws SftpStatus if the server refuses to list the directory
     */
    public void read(String directory, Visitor visitor) throws IOException {
        byte[] handle = client.openDirectory(directory);
        Queue<CompletableFuture<SftpReply>> asked = new ArrayDeque<>();
        int empty = 0;
        try {
            List<Entry> answer;
            do {
                while (asked.size() < AHEAD) {
                    asked.add(client.readDirectory(handle));
                }
                answer = answer(asked.remove());
                empty = answer != null && answer.isEmpty() ? empty + 1 : 0;
                if (empty > MAX_EMPTY_REPLIES) {
                    throw new IOException("the server's listing has no names and no end");
                }
            } while (answer != null && visitAll(answer, visitor));
        } finally {
            client.closeWithoutReply(handle);
        }
    }

    private static boolean visitAll(List<Entry> answer, Visitor visitor) throws IOException {
        for (Entry entry : answer) {
            if (!visitor.visit(entry)) {
                return false;
            }
        }
        return true;
    }

    /** @return the entries of one reply; {@code null} at the end, which some servers report by a reply without names */
    private List<Entry> answer(CompletableFuture<SftpReply> asked) throws IOException {
        try {
            SftpReply reply = client.await(asked);
            int names = reply.names();
            if (names == 0) {
                return null;
            }
            List<Entry> entries = new ArrayList<>();
            for (; names > 0; names--) {
                String name = reply.text();
                reply.bytes();
                SftpAttributes attributes = SftpAttributes.read(reply);
                if (!name.equals(".") && !name.equals("..")) {
                    entries.add(new Entry(name, attributes));
                }
            }
            return entries;
        } catch (SftpStatus status) {
            // A directory can be removed only when it is empty.
            if (status.code() == SftpStatus.EOF || status.isAbsence()) {
                return null;
            }
            throw status;
        }
    }
}
