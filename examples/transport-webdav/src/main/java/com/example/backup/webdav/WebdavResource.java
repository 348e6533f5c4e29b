package com.example.backup.webdav;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What a server told of one name.
 *
 * @param path absolute, not encoded, without a slash at its end
 * @param collection whether it is a directory
 * @param length bytes, of what is no directory
 * @param modified when it was last changed by the server's clock; {@link Instant#MAX} if it does not tell
 * @param available bytes that can still be stored (RFC 4331), if the server tells
 */
record WebdavResource(String path, boolean collection, OptionalLong length, Instant modified, OptionalLong available) {

    /** A directory of which nothing else is known. */
    static WebdavResource directory(String path) {
        return new WebdavResource(path, true, OptionalLong.empty(), Instant.MAX, OptionalLong.empty());
    }

    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
