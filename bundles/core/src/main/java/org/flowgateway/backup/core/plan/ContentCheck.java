package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.flowgateway.backup.archive.IndexedEntry;
import org.flowgateway.backup.archive.Part;
import org.flowgateway.backup.core.tree.FileContent;
import org.flowgateway.backup.core.tree.FoundFile;

/** Compares a file's bytes with what an index says of them. One thread. */
final class ContentCheck {

    private static final int STEP = 1 << 17;

    private final ByteBuffer buffer = ByteBuffer.allocate(STEP);
    private final MessageDigest digest = PresentWalk.sha256();

    /** Whether a regular file has these bytes; it is read only if it has as many. */
    boolean isSame(FoundFile found, IndexedEntry indexed) throws IOException {
        if (found.state().size() != indexed.entry().size()) {
            return false;
        }
        if (found.state().size() == 0) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(found.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            for (Part part : indexed.parts()) {
                if (!isSame(channel, part)) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean isSame(FileChannel channel, Part part) throws IOException {
        long left = part.length();
        while (left > 0) {
            buffer.clear().limit((int) Math.min(STEP, left));
            FileContent.fill(channel, buffer);
            if (buffer.hasRemaining()) {
                digest.reset();
                return false;
            }
            digest.update(buffer.flip());
            left -= buffer.limit();
        }
        return HexFormat.of().formatHex(digest.digest()).equals(part.sha256());
    }
}
