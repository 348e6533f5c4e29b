package org.flowgateway.backup.tree;

import java.io.IOException;

/** Receiver of a directory's names, one by one. One thread. */
@FunctionalInterface
public interface NameVisitor {

    /**
     * Accepts the next name.
     *
     * @return {@code false} to end the listing here
     * @throws IOException to end the listing; passed on unchanged
     */
    boolean visit(String name) throws IOException;
}
