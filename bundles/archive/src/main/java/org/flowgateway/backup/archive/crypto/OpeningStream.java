package org.flowgateway.backup.archive.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.LiteralDataPacket;
import org.bouncycastle.bcpg.Packet;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.SymmetricEncIntegrityPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.operator.jcajce.JceSessionKeyDataDecryptorFactoryBuilder;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveMessage;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.stream.BoundedStream;
import org.flowgateway.backup.archive.stream.StorageStream;

/** Plain bytes of one OpenPGP message. A failure is final: every later read fails the same way. */
final class OpeningStream extends InputStream {

    /** Chunk size octet of RFC 9580: 2 to the power of it plus 6; 16 (4 MiB) is the largest allowed. */
    private static final int MAX_CHUNK_EXPONENT = 16;

    private final StorageStream source;
    private final BCPGInputStream message;
    private final BCPGInputStream packets;
    private final InputStream content;
    private IOException failure;
    private boolean ended;

    OpeningStream(InputStream sealed, PasswordKey password) throws IOException {
        source = new StorageStream(sealed);
        try {
            byte[] keyPacket = KeyPacket.read(source);
            // Further key packets are held in memory, up to the length that they state.
            BoundedStream bounded = new BoundedStream(source, Long.MAX_VALUE, "object");
            bounded.allowOnly(FormatLimits.KEY_BYTES);
            message = new BCPGInputStream(new SequenceInputStream(new ByteArrayInputStream(keyPacket), bounded));
            PGPEncryptedDataList list = new PGPEncryptedDataList(message);
            check(list.getEncryptedData());
            bounded.allowAll();
            PGPPBEEncryptedData data = (PGPPBEEncryptedData) list.get(0);
            packets = new BCPGInputStream(decrypt(list.extractSessionKeyEncryptedData(), sessionKey(data, password)));
            content = literal(packets);
        } catch (IOException | RuntimeException e) {
            throw explain(e);
        }
    }

    private static void check(Packet packet) throws ArchiveException {
        boolean known = packet instanceof SymmetricEncIntegrityPacket data
                && data.getVersion() == SymmetricEncIntegrityPacket.VERSION_2
                && data.getCipherAlgorithm() == SymmetricKeyAlgorithmTags.AES_256
                && data.getAeadAlgorithm() == AEADAlgorithmTags.GCM
                && data.getChunkSize() <= MAX_CHUNK_EXPONENT;
        if (!known) {
            throw ArchiveMessage.ENCRYPTED_DIFFERENTLY.exception();
        }
    }

    private static PGPSessionKey sessionKey(PGPPBEEncryptedData data, PasswordKey password) throws ArchiveException {
        KeyPacketOpener decryptor = new KeyPacketOpener(password);
        try {
            return data.getSessionKey(decryptor);
        } catch (PGPException e) {
            if (e.getCause() instanceof ArchiveException refused) {
                throw refused;
            }
            throw ArchiveMessage.PASSWORD_REJECTED.causedBy(e);
        }
    }

    private static InputStream decrypt(PGPSessionKeyEncryptedData data, PGPSessionKey key) throws ArchiveException {
        try {
            return data.getDataStream(new JceSessionKeyDataDecryptorFactoryBuilder()
                    .setProvider(JdkAesProvider.INSTANCE)
                    .build(key));
        } catch (PGPException e) {
            throw ArchiveMessage.OBJECT_DAMAGED.causedBy(e);
        }
    }

    /** Checks the kind of packet before the library reads it, which holds some kinds in memory whole. */
    private static InputStream literal(BCPGInputStream packets) throws IOException {
        if (packets.nextPacketTag() == PacketTags.LITERAL_DATA
                && packets.readPacket() instanceof LiteralDataPacket literal
                && literal.getFormat() == PGPLiteralData.BINARY) {
            return literal.getInputStream();
        }
        throw ArchiveMessage.NOT_BINARY_DATA.exception();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            int count = content.read(bytes, offset, length);
            if (count < 0) {
                checkEnd();
                ended = true;
            }
            return count;
        } catch (IOException | RuntimeException e) {
            failure = explain(e);
            throw failure;
        }
    }

    /** Reads to the end of the packets, upon which the library checks the last tag. */
    private void checkEnd() throws IOException {
        if (packets.read() >= 0) {
            throw ArchiveMessage.SEVERAL_DATA_PACKETS.exception();
        }
        if (message.read() >= 0) {
            throw ArchiveMessage.CONTENT_AFTER_OBJECT.exception();
        }
    }

    /**
     * Converts a failure of the library, which reacts to hostile bytes with any exception, null pointers and casts included: all of them mean
     * damage. An exception of the source is passed on.
     */
    private IOException explain(Exception found) {
        if (source.failure() != null) {
            return source.failure();
        }
        if (found instanceof PasswordKey.ClosedException closed) {
            throw closed;
        }
        return found instanceof ArchiveException known ? known : ArchiveMessage.OBJECT_DAMAGED.causedBy(found);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
