package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.archive.check.Sha256;
import org.flowgateway.backup.core.tree.SectionFile;
import org.flowgateway.backup.tree.OpenFile;

/** Compares a file's bytes with the hashes in an index. One thread. */
final class ContentCheck {

    private static final int STEP = 1 << 17;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    private final MessageDigest digest = Sha256.digest();

    /** Tells whether a regular file has the indexed content. The file is read only if its size matches. */
    boolean isSame(SectionFile found, IndexedEntry indexed) throws IOException {
        if (found.state().size() != indexed.entry().size()) {
            return false;
        }
        if (found.state().size() == 0) {
            return true;
        }
        try (OpenFile file = found.open()) {
            long position = 0;
            for (Part part : indexed.parts()) {
                if (!isSame(file, position, part)) {
                    return false;
                }
                position += part.length();
            }
            return true;
        }
    }

    private boolean isSame(OpenFile file, long position, Part part) throws IOException {
        long done = 0;
        while (done < part.length()) {
            buffer.clear().limit((int) Math.min(STEP, part.length() - done));
            file.fill(buffer, position + done);
            if (buffer.hasRemaining()) {
                digest.reset();
                return false;
            }
            digest.update(buffer.flip());
            done += buffer.limit();
        }
        return Sha256.hex(digest).equals(part.sha256());
    }
}
