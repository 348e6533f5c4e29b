package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpFailureClassifier;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.flowgateway.backup.transport.sftp.ssh.SshConnection;
import org.flowgateway.backup.transport.sftp.store.SftpStore;

/**
 * Session that stores objects as files on an SSH server. It connects once, at the first call; after its connection has ended every call
 * fails. One thread at a time; {@link #close} from any.
 */
final class SftpSession implements TransportSession {

    /** Task on the server. */
    private interface Task<T> {
        T run(SftpStore store) throws IOException;
    }

    private final SshConnection connection;
    private final Connector connector;
    private final Consumer<SftpSession> closed;
    private SftpStore store;

    /** Connects a session when it is first used. */
    interface Connector {

        /** Connects, and finds the target's directory. */
        SftpStore connect(SshConnection connection) throws TransportException;

        /** Returns the notices about the host since the last call. */
        List<String> notices();

        /** Returns directory and host, for messages. */
        String displayName();

        /** Releases the login; there will be no more connections. */
        void close();
    }

    /** @param closed called when this session is closed */
    SftpSession(SshConnection connection, Connector connector, Consumer<SftpSession> closed) {
        this.connection = connection;
        this.connector = connector;
        this.closed = closed;
    }

    @Override
    public Probe probe() throws TransportException {
        return execute("Testing the backup directory", to -> to.probe().run());
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        execute("Storing " + name, to -> {
            to.writer().put(name, source);
            return name;
        });
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return execute("Linking " + to, in -> in.linker().link(from, to));
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return read(name, 0);
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        return execute("Reading " + name, from -> from.open(name, offset));
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return execute("Looking for " + name, in -> {
            Optional<SftpAttributes> found = in.tree().findObject(name);
            return found.isPresent()
                    ? Optional.of(ObjectAttributes.ofLength(found.get().length()))
                    : Optional.empty();
        });
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> listed = new ArrayList<>();
        list(directory, listed::add);
        return listed;
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        execute("Listing " + directory.map(ObjectName::value).orElse("the backup directory"), in -> {
            in.listing().list(directory, consumer);
            return directory;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        execute("Removing " + name, from -> {
            from.remove(name);
            return name;
        });
    }

    @Override
    public List<String> notices() {
        return connector.notices();
    }

    @Override
    public void close() {
        connection.close();
        connector.close();
        closed.accept(this);
    }

    private <T> T execute(String task, Task<T> work) throws TransportException {
        connection.check();
        try {
            if (store == null) {
                store = connector.connect(connection);
            }
            return work.run(store);
        } catch (SftpStatus status) {
            throw store == null
                    ? SftpFailureClassifier.of(status, task, displayName())
                    : store.diagnosis().of(status, task);
        } catch (IOException e) {
            throw SftpFailureClassifier.of(e, task, displayName());
        }
    }

    private String displayName() {
        return store == null ? connector.displayName() : store.tree().displayName();
    }
}
