package org.flowgateway.backup.tck.broken;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Protocol of a toy server and its clients. The server sends its identity, the client the password. Then each request is a word and a name,
 * and each reply an empty text, or a kind of failure with its message. Each chunk of content is acknowledged, so a silent peer is detected.
 */
final class ToyProtocol {

    static final int CHUNK = 16 * 1024;
    /** Follows the last chunk of complete content. */
    static final int END = 0;
    /** Follows abandoned content. */
    static final int ABANDONED = -1;

    private ToyProtocol() {}

    static String text(Optional<ObjectName> name) {
        return name.map(ObjectName::value).orElse("");
    }

    static Optional<ObjectName> name(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new ObjectName(text));
    }

    static void done(DataOutputStream out) throws IOException {
        out.writeUTF("");
        out.flush();
    }

    static void failed(DataOutputStream out, TransportException failure) throws IOException {
        out.writeUTF(failure.kind().name());
        out.writeUTF(failure.getMessage());
        out.flush();
    }

    /** Reads an entry of a listing. */
    static ListEntry entry(DataInputStream in) throws IOException {
        String name = in.readUTF();
        ListEntry.Kind kind = ListEntry.Kind.valueOf(in.readUTF());
        long length = in.readLong();
        return switch (kind) {
            case OBJECT -> ListEntry.object(name, length);
            case DIRECTORY -> ListEntry.directory(name);
            case OTHER -> ListEntry.other(name);
        };
    }

    /** Reads a reply. */
    static void check(DataInputStream in) throws IOException {
        String kind = in.readUTF();
        if (!kind.isEmpty()) {
            throw new TransportException(FailureKind.valueOf(kind), in.readUTF());
        }
    }
}
