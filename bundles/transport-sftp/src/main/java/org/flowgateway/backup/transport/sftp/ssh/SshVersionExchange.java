package org.flowgateway.backup.transport.sftp.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What comes over a connection before the server names its version of SSH (RFC 4253, section 4.2). One thread. */
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

    /** Whether the server has named a version of SSH. */
    boolean isSsh() {
        return ssh;
    }

    /** Takes what was read, until the version is known. */
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

    /** The line is whole, or no more of it will come. */
    void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (over) {
            return;
        }
        ssh = text.startsWith(VERSION);
        over = ssh;
        if (text.startsWith(UNDERSTOOD[0]) || text.startsWith(UNDERSTOOD[1])) {
            // An SSH server may say something first, which is of no matter then.
            messages.forget();
        } else if (messages.latest().isEmpty()) {
            messages.add(text);
        }
    }
}
