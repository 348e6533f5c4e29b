package org.flowgateway.backup.tree;

import java.io.IOException;

/** Receiver of a directory's names, one by one. One thread. */
@FunctionalInterface
public interface NameVisitor {

    /**
     * Takes the next name.
     *
     * @return {@code false} to end the listing here
     * @throws IOException ends the listing, and is thrown on
     */
    boolean visit(String name) throws IOException;
}
