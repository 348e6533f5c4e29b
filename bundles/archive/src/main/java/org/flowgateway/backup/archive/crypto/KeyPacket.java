package org.flowgateway.backup.archive.crypto;

import java.io.IOException;
import java.io.InputStream;
import org.flowgateway.backup.archive.ArchiveMessage;

/**
 * Key packet at the start of every message (RFC 9580, 5.3.2). It is checked before the library reads it: the library allocates the length that a
 * packet states, and would report another kind of OpenPGP message as damaged.
 */
final class KeyPacket {

    private static final int LENGTH = 87;
    /** New format packet 3, body of 85 bytes. */
    private static final int[] START = {0xC3, LENGTH - 2};
    /** Version 6; 35 bytes of parameters; AES-256; GCM; 20 bytes of S2K; Argon2. */
    private static final int[] PARAMETERS = {6, 35, 9, 3, 20, 4};

    private KeyPacket() {}

    /** Reads the packet and returns it unchanged. */
    static byte[] read(InputStream in) throws IOException {
        byte[] packet = in.readNBytes(LENGTH);
        if (packet.length < LENGTH || !matches(packet, 0, START)) {
            throw ArchiveMessage.NOT_SEALED.exception();
        }
        if (!matches(packet, START.length, PARAMETERS)) {
            throw ArchiveMessage.SEALED_DIFFERENTLY.exception();
        }
        return packet;
    }

    private static boolean matches(byte[] packet, int offset, int[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if ((packet[offset + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
