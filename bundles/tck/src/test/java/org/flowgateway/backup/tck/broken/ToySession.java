package org.flowgateway.backup.tck.broken;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.DeclaredContent;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** A session with a toy server. */
class ToySession implements TransportSession {

    private final ToyConnection connection;

    ToySession(ToyConnection connection) {
        this.connection = connection;
    }

    @Override
    public Probe probe() throws TransportException {
        list(Optional.empty());
        return Probe.of(Capability.EXCLUSIVE_CREATE);
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        connection.ask("put", Optional.of(name), (in, out) -> {
            try (DeclaredContent content = new DeclaredContent(name, source)) {
                send(content, in, out);
            } catch (TransportException failed) {
                out.writeInt(ToyProtocol.ABANDONED);
                out.flush();
                ToyProtocol.check(in);
                throw failed;
            }
            out.writeInt(ToyProtocol.END);
            out.flush();
            awaitStored(in);
            return null;
        });
    }

    /** Reads the server's reply to the end of the content. */
    void awaitStored(DataInputStream in) throws IOException {
        ToyProtocol.check(in);
    }

    private static void send(DeclaredContent content, DataInputStream in, DataOutputStream out) throws IOException {
        byte[] chunk = new byte[ToyProtocol.CHUNK];
        for (int count = content.fill(chunk); count > 0; count = content.fill(chunk)) {
            out.writeInt(count);
            out.write(chunk, 0, count);
            out.flush();
            ToyProtocol.check(in);
        }
        content.check();
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return connection.ask("read", Optional.of(name), (in, out) -> {
            out.flush();
            ToyProtocol.check(in);
            return new ToyStream(connection, in, out);
        });
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return connection.ask("stat", Optional.of(name), (in, out) -> {
            out.flush();
            ToyProtocol.check(in);
            long length = in.readLong();
            return length < 0 ? Optional.empty() : Optional.of(ObjectAttributes.ofLength(length));
        });
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        return connection.ask("list", directory, (in, out) -> {
            out.flush();
            ToyProtocol.check(in);
            int count = in.readInt();
            List<ListEntry> all = new ArrayList<>();
            while (all.size() < count) {
                all.add(ToyProtocol.entry(in));
            }
            return all;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        connection.ask("delete", Optional.of(name), (in, out) -> {
            out.flush();
            ToyProtocol.check(in);
            return null;
        });
    }

    @Override
    public void close() {
        connection.close();
    }
}
