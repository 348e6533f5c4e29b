package org.flowgateway.backup.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.StoredObject;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.archive.WalkOrder;
import org.flowgateway.backup.archive.check.FormatLimits;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.archive.index.Manifest;
import org.flowgateway.backup.archive.pack.TestBackup.Content;
import org.flowgateway.backup.archive.tar.TarWriter;

/** Property tests: random trees through packs and index and back, and random damage to stored objects. */
class BackupRoundTripTest {

    private static final int ROOM = TestBackup.CAPACITY - TarWriter.END - 3 * TarWriter.RECORD;

    private static ArchiveCipher cipher;
    private static TestBackup stored;
    private static TestBackup other;

    @BeforeContainer
    static void writeTwoBackups() throws IOException {
        cipher = ArchiveCipher.forSealing("password".toCharArray());
        stored = TestBackup.write(
                cipher, tree(1), TestBackup.CAPACITY, TestBackup.identity("00000000-0000-4000-8000-000000000001"));
        other = TestBackup.write(
                cipher, tree(2), TestBackup.CAPACITY, TestBackup.identity("00000000-0000-4000-8000-000000000002"));
    }

    @AfterContainer
    static void close() {
        cipher.close();
    }

    private static List<Content> tree(int seed) {
        Random random = new Random(seed);
        List<Content> tree = new ArrayList<>();
        tree.add(new Content(TestBackup.directory(""), new byte[0]));
        for (int i = 0; i < 10; i++) {
            byte[] bytes = new byte[random.nextInt(2 * TestBackup.CAPACITY)];
            random.nextBytes(bytes);
            tree.add(new Content(TestBackup.file("file" + i, bytes.length), bytes));
        }
        return tree;
    }

    /** Round trip with entries in any order: a file that changes while it is read goes into a later pack than its neighbours. */
    @Property(tries = 150)
    void treeRoundTrips(@ForAll("trees") List<Content> tree, @ForAll boolean walked, @ForAll long seed)
            throws IOException {
        List<Content> packed = new ArrayList<>(tree);
        if (!walked) {
            Collections.shuffle(packed, new Random(seed));
        }
        List<String> sections = packed.stream()
                .map(content -> content.entry().section())
                .distinct()
                .toList();
        tree.sort(Comparator.comparingInt(
                content -> sections.indexOf(content.entry().section()))); // A stable sort.
        TestBackup backup = TestBackup.write(cipher, packed);

        List<Content> back = TestBackup.read(backup.objects, Manifest.parse(backup.manifest.toJson()), cipher);

        assertThat(back.stream()
                        .map(Content::entry)
                        .toList()
                        .equals(tree.stream().map(Content::entry).toList()))
                .isTrue();
        for (int i = 0; i < tree.size(); i++) {
            assertThat(back.get(i).bytes()).isEqualTo(tree.get(i).bytes());
        }
    }

    @Property(tries = 300)
    void flippedBitIsDetected(@ForAll @IntRange(max = 99) int object, @ForAll @LongRange(min = 0) long bit) {
        Map<String, byte[]> objects = copy(stored);
        List<String> names = List.copyOf(objects.keySet());
        String name = names.get(object % names.size());
        byte[] bytes = objects.get(name);
        int at = (int) (bit % (bytes.length * 8L));
        bytes[at / 8] ^= (byte) (1 << at % 8);

        Reason reason = refusal(objects, stored.manifest);

        boolean keyPacketOfIndex = name.equals(StoredObject.INDEX_NAME) && at / 8 < 140;
        assertThat(reason).isIn(keyPacketOfIndex ? Set.of(Reason.values()) : Set.of(Reason.DAMAGED));
    }

    @Property(tries = 150)
    void truncatedOrExtendedObjectIsDetected(
            @ForAll @IntRange(max = 99) int object, @ForAll @LongRange(min = 0) long length) {
        Map<String, byte[]> objects = copy(stored);
        List<String> names = List.copyOf(objects.keySet());
        String name = names.get(object % names.size());
        int was = objects.get(name).length;
        int now = (int) (length % (was + 1000L));
        objects.put(name, Arrays.copyOf(objects.get(name), now == was ? was + 1 : now));

        assertThat(refusal(objects, stored.manifest)).isEqualTo(Reason.DAMAGED);
    }

    @Example
    void missingObjectIsDetected() {
        for (StoredObject pack : stored.manifest.objects()) {
            if (!pack.name().equals(StoredObject.INDEX_NAME)) {
                Map<String, byte[]> objects = copy(stored);
                objects.remove(pack.name());
                assertThat(refusal(objects, stored.manifest)).isEqualTo(Reason.DAMAGED);
            }
        }
    }

    @Example
    void swappedObjectsAreDetected() {
        Map<String, byte[]> objects = copy(stored);
        byte[] first = objects.get(StoredObject.packName(0));
        objects.put(StoredObject.packName(0), objects.get(StoredObject.packName(1)));
        objects.put(StoredObject.packName(1), first);

        assertThat(refusal(objects, stored.manifest)).isEqualTo(Reason.DAMAGED);
    }

    @Example
    void objectOfAnotherBackupWithTheSamePasswordIsDetected() {
        for (String name : stored.objects.keySet()) {
            Map<String, byte[]> objects = copy(stored);
            objects.put(name, other.objects.get(name));
            assertThat(refusal(objects, stored.manifest)).as(name).isEqualTo(Reason.DAMAGED);
        }
    }

    @Example
    void olderBackupUnderThisManifestIsDetected() {
        assertThat(refusal(other.objects, stored.manifest)).isEqualTo(Reason.DAMAGED);
    }

    @Example
    void wrongPasswordIsDetectedAtTheIndex() throws IOException {
        try (ArchiveCipher wrong = ArchiveCipher.forOpening("passwort".toCharArray())) {
            ArchiveException refused = catchThrowableOfType(
                    ArchiveException.class, () -> TestBackup.read(stored.objects, stored.manifest, wrong));
            assertThat(refused.reason()).isEqualTo(Reason.KEY_REJECTED);
        }
    }

    private static Reason refusal(Map<String, byte[]> objects, Manifest manifest) {
        ArchiveException refused =
                catchThrowableOfType(ArchiveException.class, () -> TestBackup.read(objects, manifest, cipher));
        assertThat(refused).as("damage was taken for good").isNotNull();
        return refused.reason();
    }

    private static Map<String, byte[]> copy(TestBackup backup) {
        return backup.objects.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().clone(), (a, b) -> a, TreeMap::new));
    }

    @Provide
    Arbitrary<List<Content>> trees() {
        return contents().list().ofMaxSize(25).map(BackupRoundTripTest::tree);
    }

    /** Creates a valid tree from random entries: in directories, in the order of a walk, with hard links to earlier files. */
    private static List<Content> tree(List<Content> contents) {
        Map<String, Content> byName = new LinkedHashMap<>();
        for (Content content : contents) {
            if (addParents(content.entry(), byName)) {
                byName.putIfAbsent(content.entry().memberName(), content);
            }
        }
        List<Content> walked = new ArrayList<>(byName.values());
        walked.sort(
                Comparator.<Content, String>comparing(content -> content.entry().section())
                        .thenComparing(content -> content.entry().path(), WalkOrder::compare));
        List<Content> tree = new ArrayList<>();
        Entry file = null;
        for (Content content : walked) {
            Entry entry = content.entry();
            file = entry.type() == Entry.Type.FILE ? entry : file;
            if (entry.type() != Entry.Type.HARDLINK) {
                tree.add(content);
            } else if (file != null && file.section().equals(entry.section())) {
                tree.add(new Content(linked(entry, file.path()), content.bytes()));
            }
        }
        return tree;
    }

    private static boolean addParents(Entry entry, Map<String, Content> byName) {
        String path = entry.path();
        for (int slash = 0; slash >= 0; slash = path.indexOf('/', slash + 1)) {
            Entry parent = new Entry(
                    entry.section(),
                    path.substring(0, slash),
                    Entry.Type.DIRECTORY,
                    0755,
                    0,
                    0,
                    "",
                    "",
                    0,
                    Instant.EPOCH,
                    "");
            if (byName.computeIfAbsent(parent.memberName(), name -> new Content(parent, new byte[0]))
                            .entry()
                            .type()
                    != Entry.Type.DIRECTORY) {
                return false;
            }
        }
        return true;
    }

    private static Entry linked(Entry link, String target) {
        return new Entry(
                link.section(),
                link.path(),
                link.type(),
                link.mode(),
                link.uid(),
                link.gid(),
                link.user(),
                link.group(),
                0,
                link.modified(),
                target);
    }

    private Arbitrary<Content> contents() {
        return Combinators.combine(
                        Arbitraries.of("config", "certs", "a-b_c"),
                        paths(),
                        Arbitraries.of(Entry.Type.values()),
                        owners(),
                        Arbitraries.of("", "root", "m\u00e4zu", "x".repeat(40)),
                        sizes(),
                        times(),
                        Combinators.combine(targets(), extended()).as(Further::new))
                .as(this::content);
    }

    private record Further(String target, ExtendedMetadata extended) {}

    private Content content(
            String section,
            String path,
            Entry.Type type,
            long owner,
            String user,
            int size,
            Timestamp modified,
            Further further) {
        byte[] bytes = new byte[type == Entry.Type.FILE ? size : 0];
        new Random(size).nextBytes(bytes);
        String target = type == Entry.Type.SYMLINK ? further.target : type == Entry.Type.HARDLINK ? "a" : "";
        ExtendedMetadata extended = further.extended;
        Acl acl = type == Entry.Type.SYMLINK ? Acl.NONE : extended.acl();
        extended = type == Entry.Type.HARDLINK
                ? ExtendedMetadata.NONE
                : new ExtendedMetadata(
                        acl, type == Entry.Type.DIRECTORY ? extended.defaultAcl() : Acl.NONE, extended.attributes());
        return new Content(
                new Entry(
                        section,
                        path,
                        type,
                        (int) (owner & 07777),
                        owner,
                        owner / 2,
                        user,
                        user,
                        bytes.length,
                        modified,
                        target,
                        extended),
                bytes);
    }

    private Arbitrary<String> targets() {
        return Arbitraries.oneOf(
                paths(),
                Arbitraries.of(
                        "/", "//", "a/", "./a", "a//b/", "../../x", ".", "a/./b", "x".repeat(FormatLimits.PATH_BYTES)));
    }

    /** Metadata, mostly none. */
    private Arbitrary<ExtendedMetadata> extended() {
        Arbitrary<byte[]> values = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<String> names = Arbitraries.of(
                "user.a", "user.b=c", "user.%3D", "user.\u00e4\n", "security.capability", "trusted.x", "u".repeat(255));
        Arbitrary<Map<String, byte[]>> attributes =
                Arbitraries.maps(names, values).ofMaxSize(4);
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(ExtendedMetadata.NONE)),
                Tuple.of(1, Combinators.combine(acls(), acls(), attributes).as(ExtendedMetadata::of)));
    }

    private Arbitrary<Acl> acls() {
        Arbitrary<Integer> bits = Arbitraries.integers().between(0, 7);
        Arbitrary<AclEntry> named = Combinators.combine(
                        Arbitraries.of(AclEntry.Tag.USER, AclEntry.Tag.GROUP),
                        owners(),
                        Arbitraries.of("", "daemon", "m\u00e4zu, :"),
                        bits)
                .as(AclEntry::new);
        return Combinators.combine(named.list().ofMaxSize(3), bits, Arbitraries.of(true, false))
                .as((list, mask, none) -> {
                    List<AclEntry> entries = new ArrayList<>(list);
                    for (AclEntry.Tag tag : AclEntry.Tag.values()) {
                        if (!tag.hasId()) {
                            entries.add(AclEntry.of(tag, mask));
                        }
                    }
                    entries.sort(Comparator.comparing(AclEntry::tag));
                    return none ? Acl.NONE : new Acl(entries);
                });
    }

    private Arbitrary<String> paths() {
        Arbitrary<String> segment = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(120)
                .withChars("ab .-_\\\"'=:\n\t\u0001\u007f")
                .withCharRange('\u00c0', '\u017f')
                .withCharRange('\u4e00', '\u4eff')
                .filter(s -> !s.equals(".")
                        && !s.equals("..")
                        && s.getBytes(StandardCharsets.UTF_8).length <= FormatLimits.NAME_BYTES);
        Arbitrary<String> emoji = Arbitraries.of(
                "\uD83D\uDE00", "e\u0301", "\u202e", "a".repeat(250), "PaxHeaders", "..a", "...", "-rf", " ");
        return Arbitraries.oneOf(segment, emoji)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> String.join("/", list));
    }

    private Arbitrary<Integer> sizes() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 511, 512, 513),
                Arbitraries.integers().between(0, 5000),
                Arbitraries.integers().between(ROOM - 1200, ROOM + 1200),
                Arbitraries.integers().between(0, 4 * TestBackup.CAPACITY));
    }

    private Arbitrary<Long> owners() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 70000),
                Arbitraries.longs().between(2097150, 2097153),
                Arbitraries.of(4294967294L));
    }

    private Arbitrary<Timestamp> times() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(-10_000_000_000L, 20_000_000_000L),
                Arbitraries.longs(),
                Arbitraries.of(Long.MIN_VALUE, -1L, 0L, 1L << 33, Long.MAX_VALUE));
        return Combinators.combine(seconds, Arbitraries.of(0, 1, 500_000_000, 999_999_999))
                .as(Timestamp::new);
    }
}
