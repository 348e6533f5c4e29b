package org.flowgateway.backup.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flowgateway.backup.archive.Acl;
import org.flowgateway.backup.archive.AclEntry;
import org.flowgateway.backup.archive.AclEntry.Tag;
import org.flowgateway.backup.tree.PosixAcl;
import org.flowgateway.backup.tree.SystemAccounts;
import org.junit.jupiter.api.Test;

/** Owners of a backup are mapped by name where an account of that name exists, else by number. */
class OwnerMappingTest {

    private final OwnerMapping owners = new OwnerMapping(new SystemAccounts());

    @Test
    void prefersTheNameToTheNumber() {
        assertThat(owners.user("root", 4711)).isZero();
        assertThat(owners.group("root", 4711)).isZero();
        assertThat(owners.lacksUser("root")).isFalse();
        assertThat(owners.lacksGroup("root")).isFalse();
    }

    @Test
    void usesTheNumberWithoutAName() {
        assertThat(owners.user("", 4_000_000_000L)).isEqualTo(4_000_000_000L);
        assertThat(owners.user("nobody-of-that-name", 4_000_000_000L)).isEqualTo(4_000_000_000L);
        assertThat(owners.group("nobody-of-that-name", 7)).isEqualTo(7);
        assertThat(owners.lacksUser("nobody-of-that-name")).isTrue();
        assertThat(owners.lacksGroup("nobody-of-that-name")).isTrue();
        assertThat(owners.lacksUser("")).isFalse();
    }

    @Test
    void convertsListsToTheSystemAndBack() {
        Acl acl = new Acl(List.of(
                AclEntry.of(Tag.USER_OBJ, 6),
                new AclEntry(Tag.USER, 4711, "root", 4),
                new AclEntry(Tag.USER, 4712, "", 4),
                AclEntry.of(Tag.GROUP_OBJ, 0),
                new AclEntry(Tag.GROUP, 4713, "nobody-of-that-name", 5),
                AclEntry.of(Tag.MASK, 6),
                AclEntry.of(Tag.OTHER, 0)));
        PosixAcl system = AclConversion.toSystem(acl, owners);
        assertThat(system.entries())
                .containsExactly(
                        new PosixAcl.Entry(PosixAcl.Tag.OWNER, 0, 6),
                        new PosixAcl.Entry(PosixAcl.Tag.USER, 0, 4),
                        new PosixAcl.Entry(PosixAcl.Tag.USER, 4712, 4),
                        new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 0, 0),
                        new PosixAcl.Entry(PosixAcl.Tag.GROUP, 4713, 5),
                        new PosixAcl.Entry(PosixAcl.Tag.MASK, 0, 6),
                        new PosixAcl.Entry(PosixAcl.Tag.OTHER, 0, 0));
        assertThat(AclConversion.toBackup(PosixAcl.parse(system.toBytes()), new SystemAccounts())
                        .entries())
                .contains(
                        new AclEntry(Tag.USER, 0, "root", 4),
                        new AclEntry(Tag.USER, 4712, "", 4),
                        new AclEntry(Tag.GROUP, 4713, "", 5));
    }
}
