package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.pack.OpenedMember;
import org.junit.jupiter.api.Test;

/** Members of a pack are matched with the index in any order, each once. */
class MemberMatcherTest {

    private static MemberToRestore member(String path, Entry.Type type, long length, String linkTarget) {
        Entry entry = new Entry("config", path, type, 0644, 0, 0, "", "", length, Instant.EPOCH, linkTarget);
        return new MemberToRestore(entry, entry.memberName(), 0, 0, length, "");
    }

    private static MemberToRestore file(String path) {
        return member(path, Entry.Type.FILE, 1, "");
    }

    private static OpenedMember opened(String path) {
        return new OpenedMember("config/" + path, Entry.Type.FILE, 1, "");
    }

    private static MemberMatcher matcher(MemberToRestore... members) {
        return new MemberMatcher(new PackContents(0, List.of(members)));
    }

    @Test
    void membersAreMatchedInTheirOrder() {
        MemberMatcher matcher = matcher(file("a"), file("b"));
        assertThat(matcher.match(opened("a"))).contains(file("a"));
        assertThat(matcher.isComplete()).isFalse();
        assertThat(matcher.match(opened("b"))).contains(file("b"));
        assertThat(matcher.isComplete()).isTrue();
    }

    @Test
    void membersAreMatchedInAnyOrder() {
        MemberMatcher matcher = matcher(file("a"), file("b"), file("c"), file("d"));
        for (String path : List.of("c", "a", "d", "b")) {
            assertThat(matcher.isComplete()).as(path).isFalse();
            assertThat(matcher.match(opened(path))).contains(file(path));
        }
        assertThat(matcher.isComplete()).isTrue();
    }

    @Test
    void unknownMemberIsNotMatched() {
        MemberMatcher matcher = matcher(file("a"));
        assertThat(matcher.match(opened("b"))).isEmpty();
        assertThat(matcher.match(opened("a"))).isPresent();
        assertThat(matcher.match(opened("b"))).isEmpty();
    }

    @Test
    void memberIsMatchedOnce() {
        MemberMatcher matcher = matcher(file("a"), file("b"), file("c"));
        assertThat(matcher.match(opened("b"))).isPresent();
        assertThat(matcher.match(opened("b"))).isEmpty();
        assertThat(matcher.match(opened("a"))).isPresent();
        assertThat(matcher.match(opened("a"))).isEmpty();
        assertThat(matcher.isComplete()).isFalse();
    }

    /** A part of a split file and a whole file may have the same name. */
    @Test
    void membersOfOneNameAreMatchedByTheirLength() {
        MemberToRestore part = member("a", Entry.Type.FILE, 5, "");
        MemberMatcher matcher = matcher(file("z"), part, file("a"));
        assertThat(matcher.match(opened("a"))).contains(file("a"));
        assertThat(matcher.match(new OpenedMember("config/a", Entry.Type.FILE, 5, "")))
                .contains(part);
    }

    @Test
    void memberMatchesOnlyWithAllItsProperties() {
        MemberToRestore file = file("a");
        assertThat(file.matches(opened("a"))).isTrue();
        assertThat(file.matches(opened("b"))).isFalse();
        assertThat(file.matches(new OpenedMember("config/a", Entry.Type.DIRECTORY, 1, "")))
                .isFalse();
        assertThat(file.matches(new OpenedMember("config/a", Entry.Type.FILE, 2, "")))
                .isFalse();
        assertThat(file.matches(new OpenedMember("config/a", Entry.Type.FILE, 1, "x")))
                .isFalse();
    }

    @Test
    void targetOfAHardLinkIsNamedWithItsSection() {
        MemberToRestore hardLink = member("a", Entry.Type.HARDLINK, 0, "b");
        assertThat(hardLink.matches(new OpenedMember("config/a", Entry.Type.HARDLINK, 0, "config/b")))
                .isTrue();
        assertThat(hardLink.matches(new OpenedMember("config/a", Entry.Type.HARDLINK, 0, "b")))
                .isFalse();
        MemberToRestore symlink = member("a", Entry.Type.SYMLINK, 0, "b");
        assertThat(symlink.matches(new OpenedMember("config/a", Entry.Type.SYMLINK, 0, "b")))
                .isTrue();
    }

    @Test
    void packWeighsAsMuchAsItsEntries() {
        PackContents pack = new PackContents(3, List.of(file("a"), file("b")));
        assertThat(pack.weight())
                .isEqualTo(file("a").entry().weight() + file("b").entry().weight())
                .isPositive();
    }
}
