package org.flowgateway.backup.archive.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.flowgateway.backup.archive.BackupIdentity;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.index.IndexWriter;

/**
 * Warm-up of the pipeline: it makes a small backup in memory and reads it. The first real backup then finds classes, ciphers and the native
 * library loaded, and the hot code compiled. Until the platform has compiled the calling method, AES-GCM runs without the processor's
 * instructions, at a hundredth of its speed.
 */
public final class PipelineWarmUp {

    private static final int PACK = 4 << 20;
    private static final int PACKS = 24;
    private static final int FILE = 1_000;
    /** Calls after which the platform compiles a method finally, and some more. */
    private static final int MESSAGES = 20_000;

    private static final int MESSAGE = 2048;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private PipelineWarmUp() {}

    /**
     * Runs the warm-up, for some seconds of one core and with some ten MiB of heap.
     *
     * @param stopped polled; {@code true} ends the warm-up
     * @throws IOException if it fails, as a backup would
     */
    public static void run(int zstdLevel, BooleanSupplier stopped) throws IOException {
        encryptSmallMessages(stopped);
        byte[] text = text();
        PackBuilder builder = new PackBuilder(PACK);
        PackBuffer memory = new PackBuffer();
        BackupIdentity identity = new BackupIdentity(
                "00000000-0000-4000-8000-000000000000", "20000101_0000", Instant.EPOCH, "none", "none", "none");
        IndexWriter index = new IndexWriter();
        try (ArchiveCipher cipher = ArchiveCipher.forWarmUp()) {
            for (int number = 0; number < PACKS && !stopped.getAsBoolean(); number++) {
                builder.reset(number);
                fill(builder, text);
                SealedPack pack = builder.seal(cipher, zstdLevel, memory);
                index.add(pack.object(), pack.lines());
                read(pack, cipher);
            }
            SectionSummary section = new SectionSummary(
                    "rehearsal", "", false, false, 1, index.entries("rehearsal"), index.bytes("rehearsal"));
            Index.open(index.finish(identity, cipher, zstdLevel, List.of(section)), cipher)
                    .forEach(entry -> {});
        }
    }

    private static void encryptSmallMessages(BooleanSupplier stopped) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
            byte[] message = new byte[MESSAGE];
            for (int i = 0; i < MESSAGES && !stopped.getAsBoolean(); i++) {
                cipher.init(
                        Cipher.ENCRYPT_MODE,
                        key,
                        new GCMParameterSpec(
                                TAG_BITS, ByteBuffer.allocate(NONCE).putInt(i).array()));
                cipher.doFinal(message);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no AES-GCM", e);
        }
    }

    private static void fill(PackBuilder builder, byte[] text) {
        if (builder.number() == 0) {
            builder.add(entry("", Entry.Type.DIRECTORY, 0, 0));
        }
        for (int file = 0; builder.room(entry(builder.number(), file)) >= FILE; file++) {
            builder.begin(entry(builder.number(), file), 0, FILE).put(text, file * FILE % (text.length - FILE), FILE);
            builder.end(true);
        }
    }

    private static Entry entry(int pack, int file) {
        return entry("pack" + pack + "-file" + file, Entry.Type.FILE, FILE, file);
    }

    private static Entry entry(String path, Entry.Type type, int size, int number) {
        return new Entry(
                "rehearsal",
                path,
                type,
                0600,
                0,
                0,
                "root",
                "root",
                size,
                Instant.ofEpochSecond(1_700_000_000L + number, 1_000_001L * number),
                "");
    }

    private static void read(SealedPack pack, ArchiveCipher cipher) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (PackReader reader =
                new PackReader(new ByteArrayInputStream(pack.open().readAllBytes()), pack.object(), cipher, PACK)) {
            while (reader.next().isPresent()) {
                InputStream content = reader.content();
                int count = content.read(buffer);
                while (count >= 0) {
                    count = content.read(buffer);
                }
            }
        }
    }

    private static byte[] text() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < PACK / 4) {
            text.append("interface.")
                    .append(random.nextInt(500))
                    .append(" = 10.0.")
                    .append(random.nextInt(256))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
