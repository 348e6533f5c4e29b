package org.flowgateway.backup.core.transport;

import java.io.InputStream;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Reads of objects of known length, which have shorter timeouts if the object is small. */
public interface SizedReads {

    /**
     * Reads an object.
     *
     * @param maxBytes maximum length of the object
     */
    InputStream readAtMost(ObjectName name, long maxBytes) throws TransportException;

    /** Reads an object, by the session's own way to read one of a known length if it has such. */
    static InputStream readAtMost(TransportSession session, ObjectName name, long maxBytes) throws TransportException {
        return session instanceof SizedReads sized ? sized.readAtMost(name, maxBytes) : session.read(name);
    }
}
