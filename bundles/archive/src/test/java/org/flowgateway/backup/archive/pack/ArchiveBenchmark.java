package org.flowgateway.backup.archive.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.crypto.ArchiveCipherTest;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.index.IndexWriter;
import org.flowgateway.backup.archive.index.SealedIndex;

/**
 * Benchmark of sealing and opening by one thread, in MB (10 to the 6 bytes) of plain bytes a second. A program, not a test: times depend on the
 * machine. A silent fall-back to a slow cipher shows as a thirtieth of the speed.
 */
final class ArchiveBenchmark {

    private static final int PACK = 32 << 20;
    private static final int ROUNDS = 12;

    private interface Work {

        long run() throws IOException;
    }

    private ArchiveBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        try (ArchiveCipher cipher = ArchiveCipher.forSealing("benchmark".toCharArray())) {
            byte[] plain = text(PACK);
            byte[] sealed = ArchiveCipherTest.seal(cipher, plain);
            report("encrypt", () -> {
                try (OutputStream message = cipher.seal(OutputStream.nullOutputStream())) {
                    message.write(plain);
                }
                return plain.length;
            });
            report("decrypt", () -> drain(cipher.open(new ByteArrayInputStream(sealed))));
            PackBuilder builder = new PackBuilder(PACK);
            PackBuffer memory = new PackBuffer();
            for (int level : new int[] {1, 3}) {
                report(
                        "pack of 40 KiB files, hashed, zstd level " + level + ", sealed",
                        () -> pack(builder, plain, cipher, level, memory).plainBytes());
            }
            report("tar of 40 KiB files alone", () -> fill(builder, plain));
            SealedPack pack = pack(builder, plain, cipher, 3, memory);
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            pack.open().transferTo(stored);
            report("pack read and checked", () -> read(stored.toByteArray(), pack, cipher));
            index(cipher, 1000);
        }
    }

    /** Measures the index with consecutive entries, as if each pack held a thousand files. */
    private static void index(ArchiveCipher cipher, int packs) throws IOException {
        PackBuilder builder = new PackBuilder(2 << 20);
        PackBuffer memory = new PackBuffer();
        long start = System.nanoTime();
        IndexWriter writer = new IndexWriter();
        for (int pack = 0; pack < packs; pack++) {
            builder.reset(pack);
            if (pack == 0) {
                builder.add(TestBackup.directory(""));
            }
            builder.add(TestBackup.directory("directory" + pack));
            for (int file = 0; file < 1000; file++) {
                builder.begin(TestBackup.file("directory" + pack + "/file" + file, 8), 0, 8)
                        .putLong(pack * 1000L + file);
                builder.end(true);
            }
            TestBackup.add(writer, builder.seal(cipher, 1, memory));
        }
        long packed = System.nanoTime();
        SealedIndex sealed = writer.finish(
                TestBackup.identity("00000000-0000-4000-8000-000000000001"),
                cipher,
                3,
                List.of(TestBackup.summary(writer, "config")));
        long written = System.nanoTime();
        Index index = Index.open(sealed, cipher);
        long opened = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "index of %d entries: %d bytes sealed, its packs made in %d ms, written and checked in %d ms, opened in %d ms%n",
                index.entryCount(),
                sealed.object().length(),
                (packed - start) / 1_000_000,
                (written - packed) / 1_000_000,
                (opened - written) / 1_000_000);
    }

    private static void report(String name, Work work) throws IOException {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long bytes = work.run();
            best = Math.max(best, bytes * 1000.0 / (System.nanoTime() - start));
        }
        System.out.printf(Locale.ROOT, "%-60s %7.0f MB/s%n", name, best);
    }

    private static long fill(PackBuilder builder, byte[] plain) {
        builder.reset(0);
        int size = 40 << 10;
        long bytes = 0;
        for (int i = 0; builder.room(TestBackup.file("directory/file" + i, size)) >= size; i++) {
            ByteBuffer window = builder.begin(TestBackup.file("directory/file" + i, size), 0, size);
            window.put(plain, i * size % (plain.length - size), size);
            builder.end(true);
            bytes += size;
        }
        return bytes;
    }

    private static SealedPack pack(PackBuilder builder, byte[] plain, ArchiveCipher cipher, int level, PackBuffer into)
            throws IOException {
        fill(builder, plain);
        return builder.seal(cipher, level, into);
    }

    private static long read(byte[] stored, SealedPack pack, ArchiveCipher cipher) throws IOException {
        byte[] buffer = new byte[64 << 10];
        try (PackReader reader = new PackReader(new ByteArrayInputStream(stored), pack.object(), cipher, PACK)) {
            while (reader.next().isPresent()) {
                while (reader.content().read(buffer) >= 0) {
                    Thread.onSpinWait();
                }
            }
        }
        return pack.plainBytes();
    }

    private static long drain(InputStream in) throws IOException {
        try (in) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Creates text with a compression ratio of about three, as of configuration and logs. */
    private static byte[] text(int length) {
        Random random = new Random(1);
        byte[][] words = new byte[5000][];
        for (int i = 0; i < words.length; i++) {
            words[i] = Long.toString(random.nextLong() & 0xFFFFFFFFFFFL, 36).getBytes(StandardCharsets.US_ASCII);
        }
        byte[] text = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(text);
        while (buffer.remaining() > 20) {
            buffer.put(words[(int) Math.abs(random.nextGaussian() * 1200) % words.length])
                    .put((byte) ' ');
        }
        return text;
    }
}
