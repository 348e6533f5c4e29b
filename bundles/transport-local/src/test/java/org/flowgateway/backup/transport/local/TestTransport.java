package org.flowgateway.backup.transport.local;

import org.flowgateway.backup.tree.FileTrees;
import org.flowgateway.backup.tree.NativeLibraryException;
import org.flowgateway.backup.tree.TreeHook;

/** Transports to directories of a test. */
final class TestTransport {

    private TestTransport() {}

    /** A transport as the container makes it. */
    static LocalTransport to(Object directory, Object... roots) {
        return observed(TreeHook.NONE, directory, roots);
    }

    /** The same with an observer of every call. */
    static LocalTransport observed(TreeHook observer, Object directory, Object... roots) {
        String[] others = new String[roots.length];
        for (int i = 0; i < roots.length; i++) {
            others[i] = roots[i].toString();
        }
        return new LocalTransport(new LocalTestConfiguration(directory.toString(), others), trees(observer));
    }

    private static FileTrees trees(TreeHook observer) {
        try {
            return FileTrees.load(observer);
        } catch (NativeLibraryException e) {
            throw new AssertionError(e);
        }
    }
}
