package org.flowgateway.backup.archive.tar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pax header has what a tar header has no room for, and nothing else. */
class PaxRecordsTest {

    private static final Timestamp WHOLE_SECOND = new Timestamp(1, 0);

    private static Entry entry(long uid, long gid, String user, String group, Timestamp modified) {
        return new Entry("config", "a", Entry.Type.FILE, 0644, uid, gid, user, group, 0, modified, "");
    }

    private static String records(Entry entry, String name, String linkName) {
        return new String(PaxRecords.of(entry, name, linkName), StandardCharsets.UTF_8);
    }

    private static String records(Entry entry) {
        return records(entry, "config/a", "");
    }

    @Test
    void headerHasRoomForUsualValues() {
        assertThat(records(
                        entry(07777777, 07777777, "u".repeat(31), "g".repeat(31), new Timestamp(077777777777L, 0)),
                        "n".repeat(100),
                        " ~".repeat(50)))
                .isEmpty();
        assertThat(records(entry(0, 0, "", "", new Timestamp(0, 0)))).isEmpty();
    }

    @Test
    void longerTextsHaveRecords() {
        Entry entry = entry(0, 0, "u".repeat(32), "g".repeat(32), WHOLE_SECOND);
        assertThat(records(entry, "n".repeat(101), "l".repeat(101)))
                .isEqualTo("111 path=" + "n".repeat(101) + "\n115 linkpath=" + "l".repeat(101) + "\n42 uname="
                        + "u".repeat(32) + "\n42 gname=" + "g".repeat(32) + "\n");
    }

    @Test
    void textsThatAreNotPrintableHaveRecords() {
        assertThat(records(entry(0, 0, "\u00fc", "\u001f", WHOLE_SECOND), "\u007f", "\u00e4"))
                .isEqualTo("9 path=\u007f\n15 linkpath=\u00e4\n12 uname=\u00fc\n11 gname=\u001f\n");
    }

    @Test
    void higherOwnersHaveRecords() {
        assertThat(records(entry(010000000, 4_294_967_294L, "", "", WHOLE_SECOND)))
                .isEqualTo("15 uid=2097152\n18 gid=4294967294\n");
    }

    @ParameterizedTest
    @CsvSource({"1,500000000,1.5", "-1,0,-1", "8589934592,0,8589934592", "0,1,0.000000001"})
    void otherTimesHaveRecords(long seconds, int nanos, String text) {
        assertThat(records(entry(0, 0, "", "", new Timestamp(seconds, nanos)))).endsWith(" mtime=" + text + "\n");
    }

    @Test
    void timeBeyondOtherReadersIsClipped() {
        assertThat(records(entry(0, 0, "", "", new Timestamp(Long.MAX_VALUE, 0))))
                .isEqualTo("37 mtime=" + Instant.MAX.getEpochSecond() + ".999999999\n");
    }

    @Test
    void lengthOfARecordCountsItself() {
        for (int length = 80; length < 110; length++) {
            String text = records(entry(0, 0, "\u001f".repeat(length), "", WHOLE_SECOND));
            assertThat(text).startsWith(text.length() + " uname=");
        }
    }

    @Test
    void metadataHasRecordsForOtherTools() {
        Acl acl = new Acl(List.of(
                AclEntry.of(Tag.USER_OBJ, 7),
                new AclEntry(Tag.USER, 5, "daemon", 4),
                new AclEntry(Tag.USER, 6, "a:b", 2),
                AclEntry.of(Tag.GROUP_OBJ, 5),
                new AclEntry(Tag.GROUP, 7, "", 1),
                AclEntry.of(Tag.MASK, 3),
                AclEntry.of(Tag.OTHER, 0)));
        ExtendedMetadata metadata =
                ExtendedMetadata.of(acl, Acl.NONE, Map.of("user.a=%", new byte[] {'v'}, "user.b", new byte[0]));
        Entry entry = entry(0, 0, "", "", WHOLE_SECOND);

        assertThat(records(entry.withExtended(metadata)))
                .isEqualTo("109 SCHILY.acl.access=user::rwx,user:daemon:r--:5,user:6:-w-:6,group::r-x,group:7:--x:7,"
                        + "mask::-wx,other::---\n31 SCHILY.xattr.user.a%3D%25=v\n24 SCHILY.xattr.user.b=\n");
        assertThat(PaxRecords.extendedLength(metadata)).isEqualTo(1);
        Entry directory = new Entry("config", "d", Entry.Type.DIRECTORY, 0, 0, 0, "", "", 0, WHOLE_SECOND, "");
        assertThat(records(directory.withExtended(new ExtendedMetadata(
                        Acl.NONE,
                        new Acl(List.of(
                                AclEntry.of(Tag.USER_OBJ, 7),
                                AclEntry.of(Tag.GROUP_OBJ, 0),
                                AclEntry.of(Tag.OTHER, 0))),
                        List.of()))))
                .isEqualTo("54 SCHILY.acl.default=user::rwx,group::---,other::---\n");
    }

    @Test
    void lengthOfTextsIsThatOfLongOnes() {
        assertThat(PaxRecords.textLength("p".repeat(100), "l".repeat(100), "u".repeat(31), "g".repeat(31)))
                .isZero();
        assertThat(PaxRecords.textLength("p".repeat(101), "l".repeat(102), "u".repeat(33), "g".repeat(34)))
                .isEqualTo(101 + 102 + 33 + 34);
    }
}
