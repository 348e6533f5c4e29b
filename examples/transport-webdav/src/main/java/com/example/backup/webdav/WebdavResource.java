package com.example.backup.webdav;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Properties of a file or directory on a server.
 *
 * @param path absolute path, not encoded, without a slash at its end
 * @param collection true for a directory
 * @param length bytes; empty for a directory
 * @param modified time of the last change by the server's clock; {@link Instant#MAX} if it is not reported
 * @param available free bytes (RFC 4331), if the server reports them
 */
record WebdavResource(String path, boolean collection, OptionalLong length, Instant modified, OptionalLong available) {

    /** Creates a directory without other properties. */
    static WebdavResource directory(String path) {
        return new WebdavResource(path, true, OptionalLong.empty(), Instant.MAX, OptionalLong.empty());
    }

    /** Returns the last component of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
