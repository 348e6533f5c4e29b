package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/**
 * Objects as files on an SSH server. It connects at the first call, once: a session whose connection has ended stays so. One thread at a
 * time; {@link #close} from any.
 */
final class SftpSession implements TransportSession {

    /** A piece of work on the server. */
    private interface Task<T> {
        T run(SftpStore store) throws IOException;
    }

    private final SshConnection connection;
    private final Entrance entrance;
    private final Consumer<SftpSession> closed;
    private SftpStore store;

    /** How a session comes in, when it is needed. */
    interface Entrance {

        /** Connects, and finds the target's directory. */
        SftpStore enter(SshConnection connection) throws TransportException;

        /** What a person should be told of the host since it was last asked for. */
        List<String> notices();

        /** Where this leads to, for messages. */
        String place();

        /** Nobody will come in any more. */
        void lock();
    }

    /** @param closed is told when this session is closed */
    SftpSession(SshConnection connection, Entrance entrance, Consumer<SftpSession> closed) {
        this.connection = connection;
        this.entrance = entrance;
        this.closed = closed;
    }

    @Override
    public Probe probe() throws TransportException {
        return doing("Testing the backup directory", to -> to.probe().run());
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        doing("Storing " + name, to -> {
            to.writer().put(name, source);
            return name;
        });
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return doing("Reading " + name, from -> {
            if (object(from, name).isEmpty()) {
                throw new TransportException(
                        FailureKind.NOT_FOUND,
                        "There is no " + name + " in " + from.tree().place());
            }
            return from.open(name);
        });
    }

    @Override
    public Optional<Long> stat(ObjectName name) throws TransportException {
        return doing("Looking for " + name, in -> {
            Optional<SftpAttributes> found = object(in, name);
            return found.isPresent() ? Optional.of(found.get().length()) : Optional.empty();
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
        doing("Listing " + directory.map(ObjectName::value).orElse("the backup directory"), in -> {
            in.listing().of(directory, consumer);
            return directory;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        doing("Removing " + name, from -> {
            from.remove(name, object(from, name).isPresent());
            return name;
        });
    }

    @Override
    public List<String> notices() {
        return entrance.notices();
    }

    @Override
    public void close() {
        connection.close();
        entrance.lock();
        closed.accept(this);
    }

    /** What lies under a name: empty for nothing and for a directory, which is no object. */
    private static Optional<SftpAttributes> object(SftpStore in, ObjectName name) throws IOException {
        Optional<SftpAttributes> found = in.tree().find(in.tree().path(name));
        if (found.isPresent() && !found.get().isRegularFile() && !found.get().isDirectory()) {
            throw new TransportException(
                    FailureKind.DENIED,
                    in.tree().shown(in.tree().path(name))
                            + " is a link or a device, which is neither followed nor touched: remove it");
        }
        return found.filter(SftpAttributes::isRegularFile);
    }

    private <T> T doing(String task, Task<T> work) throws TransportException {
        connection.check();
        try {
            if (store == null) {
                store = entrance.enter(connection);
            }
            return work.run(store);
        } catch (SftpStatus status) {
            throw store == null
                    ? SftpFailure.of(status, task, place())
                    : store.diagnosis().of(status, task);
        } catch (IOException e) {
            throw SftpFailure.of(e, task, place());
        }
    }

    private String place() {
        return store == null ? entrance.place() : store.tree().place();
    }
}
