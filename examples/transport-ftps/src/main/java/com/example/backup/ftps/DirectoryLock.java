package com.example.backup.ftps;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Lock of the directories of one server for all sessions of this gateway. FTP has no call that creates a directory together with an object, nor
 * one that renames only to a free name: so no session may remove a directory, or take a name, between two commands of another. Thread-safe.
 */
final class DirectoryLock {

    /** Change that needs the lock. */
    interface Change<T> {
        T make() throws TransportException;
    }

    private final ReentrantLock lock = new ReentrantLock();

    /** Makes a change under the lock. The wait ends when the session is closed. */
    <T> T locked(FtpsConnection connection, Change<T> change) throws TransportException {
        acquire(connection);
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    private void acquire(FtpsConnection connection) throws TransportException {
        try {
            while (!lock.tryLock(1, TimeUnit.SECONDS)) {
                connection.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw connection.failure(FtpsMessage.CLOSED);
        }
    }
}
