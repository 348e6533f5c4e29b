package com.example.backup.webdav;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.xml.stream.XMLStreamException;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;

/**
 * Objects and directories on a server; directories are created and removed with the objects below. Paths are those of {@link
 * WebdavAddress}. One thread at a time.
 *
 * <p>WebDAV removes a directory with its content, and cannot remove only an empty one. So nothing may be added between the check and the
 * removal: a move into a directory holds the same lock as a removal. The lock covers all sessions of this gateway; another gateway needs
 * its own directory.
 */
final class WebdavTree {

    /** Change of the tree that needs the lock. */
    interface Change<T> {
        T make() throws TransportException;
    }

    private final WebdavConnection connection;
    private final WebdavAddress address;
    private final ReentrantLock lock;

    WebdavTree(WebdavConnection connection, WebdavAddress address, ReentrantLock lock) {
        this.connection = connection;
        this.address = address;
        this.lock = lock;
    }

    /** Makes a change under the lock of all sessions of this gateway. */
    <T> T locked(Change<T> change) throws TransportException {
        try {
            while (!lock.tryLock(1, TimeUnit.SECONDS)) {
                connection.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureKind.CLOSED, "The wait for another session on " + address + " was interrupted", e);
        }
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }

    /** Finds the resource at a path; empty if the server confirms that it does not exist. */
    Optional<WebdavResource> find(String path) throws TransportException {
        try (WebdavReply reply = ask(path, "0")) {
            if (reply.isDirectory()) {
                return Optional.of(WebdavResource.directory(path));
            }
            if (reply.status() == 207) {
                return resources(reply, path).stream().findFirst();
            }
            if (isAbsent(path, reply.status())) {
                return Optional.empty();
            }
            throw WebdavFailure.statusFailure(reply.status(), "Looking for " + path, address);
        }
    }

    /** Lists a directory; empty if the server confirms that it does not exist. */
    Optional<List<WebdavResource>> children(String path) throws TransportException {
        try (WebdavReply reply = ask(path + '/', "1")) {
            if (reply.status() == 207) {
                List<WebdavResource> children = new ArrayList<>(resources(reply, path));
                boolean directory = children.removeIf(resource -> resource.path().equals(path) && resource.collection());
                return directory ? Optional.of(children) : Optional.empty();
            }
            if (isAbsent(path + '/', reply.status())) {
                return Optional.empty();
            }
            throw WebdavFailure.statusFailure(reply.status(), "Listing " + path, address);
        }
    }

    /** Creates a directory and its parents; returns false if it existed. */
    boolean make(String path) throws TransportException {
        Optional<WebdavResource> present = find(path);
        if (present.isPresent()) {
            if (!present.get().collection()) {
                throw new TransportException(FailureKind.ALREADY_EXISTS, "An object stands where a directory is needed: " + path + " on " + address);
            }
            return false;
        }
        if (!path.isEmpty()) {
            make(WebdavAddress.parent(path));
        }
        int status = connection.send("MKCOL", address.directory(path)).drain().status();
        if (status / 100 != 2 && find(path).filter(WebdavResource::collection).isEmpty()) {
            throw WebdavFailure.statusFailure(status, "Making the directory " + path, address);
        }
        return true;
    }

    /** Removes an object; a missing object is success. */
    void remove(String path) throws TransportException {
        delete(connection.send("DELETE", address.object(path)).drain().status(), path);
    }

    /**
     * Removes the empty directories above an object, except the root.
     *
     * @param orphan accepts orphans, which are removed with the last object
     */
    void prune(ObjectName name, Predicate<WebdavResource> orphan) throws TransportException {
        locked(() -> {
            String path = WebdavAddress.parent(address.path(name));
            List<WebdavResource> children = children(path).orElse(List.of());
            while (children.stream().allMatch(orphan) && !path.equals(address.root())) {
                if (find(path).filter(WebdavResource::collection).isPresent()) {
                    delete(connection.send("DELETE", address.directory(path)).drain().status(), path);
                }
                path = WebdavAddress.parent(path);
                children = children(path).orElse(List.of());
            }
            if (children.stream().allMatch(orphan)) {
                for (WebdavResource child : children) {
                    remove(child.path());
                }
            }
            return name;
        });
    }

    private void delete(int status, String path) throws TransportException {
        // 207 reports parts that were not removed.
        if (status != 404 && (status / 100 != 2 || status == 207)) {
            throw WebdavFailure.statusFailure(status, "Removing " + path, address);
        }
    }

    private WebdavReply ask(String path, String depth) throws TransportException {
        return connection.ask("PROPFIND", address.object(path), MultistatusReader.PROPFIND_BODY, "Depth", depth,
                "Content-Type", "application/xml; charset=utf-8");
    }

    /**
     * Returns true if a status means absence. Some servers report a path below an object as a bad request or a conflict, so the parent is
     * checked.
     */
    private boolean isAbsent(String path, int status) throws TransportException {
        if (status == 404 || status == 410) {
            return true;
        }
        return (status == 400 || status == 409) && !path.isEmpty()
                && find(WebdavAddress.parent(path)).filter(WebdavResource::collection).isEmpty();
    }

    private List<WebdavResource> resources(WebdavReply reply, String path) throws TransportException {
        List<WebdavResource> resources;
        try {
            resources = MultistatusReader.read(reply);
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof TransportException known) {
                throw known;
            }
            throw new TransportException(FailureKind.UNKNOWN, "What the server told of " + path + " on " + address + " is cut off, or no answer"
                    + " of a WebDAV server: check the path", e);
        }
        for (WebdavResource resource : resources) {
            if (!resource.path().equals(path) && !resource.path().startsWith(path + '/')) {
                throw new TransportException(FailureKind.UNKNOWN, "The server was asked for " + path + " on " + address + " and tells of something"
                        + " else");
            }
        }
        return resources;
    }
}
