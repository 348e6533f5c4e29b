package org.flowgateway.backup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flowgateway.backup.archive.pack.TestBackup.directory;
import static org.flowgateway.backup.archive.pack.TestBackup.file;

import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.index.Index;
import org.flowgateway.backup.archive.pack.TestBackup;
import org.flowgateway.backup.core.prepare.IndexFixture;
import org.junit.jupiter.api.Test;

/** The members of each pack come together, once, with their place in their file. */
class PackFeedTest {

    @Test
    void eachPackComesOnceWithAllItsMembers() throws Exception {
        Index index = IndexFixture.of(
                TestBackup.CAPACITY, List.of(), directory(""), file("a", 30_000), file("b", 150_000), file("c", 5));
        List<PackContents> packs = new ArrayList<>();
        PackFeed.run(index, packs::add);
        assertThat(packs).extracting(PackContents::number).containsExactly(0, 1, 2);
        assertThat(packs).hasSize(index.packs().size());
        List<MemberToRestore> members =
                packs.stream().flatMap(pack -> pack.members().stream()).toList();
        assertThat(members).extracting(MemberToRestore::part).containsExactly(0, 0, 1, 2, 3, 0);
        assertThat(members).extracting(member -> member.entry().path()).containsExactly("", "a", "b", "b", "b", "c");
        assertThat(members.get(2).offset()).isZero();
        assertThat(members.get(3).offset()).isEqualTo(members.get(2).length());
        assertThat(members.get(4).offset())
                .isEqualTo(members.get(2).length() + members.get(3).length());
        assertThat(members.get(4).offset() + members.get(4).length()).isEqualTo(150_000);
        assertThat(members.get(0).sha256()).isEmpty();
        assertThat(members.get(1).sha256()).hasSize(64);
    }
}
