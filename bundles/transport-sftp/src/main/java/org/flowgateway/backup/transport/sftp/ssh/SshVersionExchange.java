package org.flowgateway.backup.transport.sftp.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the lines that a server sends before its SSH version (RFC 4253, section 4.2). One thread. */
final class SshVersionExchange {

    private static final int MAX_BYTES = 1024;
    private static final String VERSION = "SSH-";
    private static final String[] UNDERSTOOD = {"SSH-2.0-", "SSH-1.99-"};

    private final ServerMessages messages;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int count;
    private volatile boolean over;
    private volatile boolean ssh;

    SshVersionExchange(ServerMessages messages) {
        this.messages = messages;
    }

    /** Returns true once the server has named a version of SSH. */
    boolean isSsh() {
        return ssh;
    }

    /** Takes bytes that were read, until the version is known. */
    void take(byte[] bytes, int offset, int length) {
        for (int at = offset; at < offset + length && !over; at++) {
            if (bytes[at] == '\n') {
                end();
            } else {
                line.write(bytes[at]);
            }
            over |= ++count == MAX_BYTES;
        }
    }

    /** Ends a line of text, at its end or at the end of the input. */
    void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (over) {
            return;
        }
        ssh = text.startsWith(VERSION);
        over = ssh;
        if (text.startsWith(UNDERSTOOD[0]) || text.startsWith(UNDERSTOOD[1])) {
            // An SSH server may send a greeting first; it is irrelevant then.
            messages.forget();
        } else if (messages.latest().isEmpty()) {
            messages.add(text);
        }
    }
}
