package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.time.Instant;
import org.flowgateway.backup.tree.DirectoryHandle;
import org.flowgateway.backup.tree.ExtendedAttributes;
import org.flowgateway.backup.tree.OpenFile;

/** A file, directory or symbolic link of a staged tree whose metadata are set. */
interface MetadataTarget {

    void setOwner(long uid, long gid) throws IOException;

    void setMode(int mode) throws IOException;

    void setAttribute(String attribute, byte[] value) throws IOException;

    ExtendedAttributes attributes() throws IOException;

    void setModified(Instant time) throws IOException;

    static MetadataTarget of(OpenFile file) {
        return new MetadataTarget() {

            @Override
            public void setOwner(long uid, long gid) throws IOException {
                file.setOwner(uid, gid);
            }

            @Override
            public void setMode(int mode) throws IOException {
                file.setMode(mode);
            }

            @Override
            public void setAttribute(String attribute, byte[] value) throws IOException {
                file.setAttribute(attribute, value);
            }

            @Override
            public ExtendedAttributes attributes() throws IOException {
                return file.attributes();
            }

            @Override
            public void setModified(Instant time) throws IOException {
                file.setModified(time);
            }
        };
    }

    static MetadataTarget of(DirectoryHandle directory) {
        return new Named(directory, "", false);
    }

    static MetadataTarget ofLink(DirectoryHandle directory, String name) {
        return new Named(directory, name, true);
    }

    /** A directory itself, or a symbolic link below one. */
    record Named(DirectoryHandle directory, String name, boolean link) implements MetadataTarget {

        @Override
        public void setOwner(long uid, long gid) throws IOException {
            directory.setOwner(name, uid, gid);
        }

        @Override
        public void setMode(int mode) throws IOException {
            directory.setMode(name, mode);
        }

        @Override
        public void setAttribute(String attribute, byte[] value) throws IOException {
            if (link) {
                directory.setLinkAttribute(name, attribute, value);
            } else {
                directory.setAttribute(attribute, value);
            }
        }

        @Override
        public ExtendedAttributes attributes() throws IOException {
            return directory.attributes(name);
        }

        @Override
        public void setModified(Instant time) throws IOException {
            directory.setModified(name, time);
        }
    }
}
