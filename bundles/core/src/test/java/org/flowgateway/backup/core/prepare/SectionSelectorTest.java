package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreCheck.Result;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.UncalledSection;
import org.flowgateway.backup.spi.section.Migration;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.junit.jupiter.api.Test;

/** The sections of a backup and those of the gateway are compared before a restore. */
class SectionSelectorTest {

    private static final String FILE = "etc/org.flowgateway.backup.section-snmp.cfg";

    private final CheckList checks = CheckList.forPlan();

    private static SectionSummary summary(String id, boolean required, String root) {
        return new SectionSummary(id, "The " + id, required, true, 1, root, 1, 1, Map.of());
    }

    private List<RestoreCheck> select(List<Section> sections, SectionSummary... summaries) throws Exception {
        new SectionSelector(RestoreSelection.everything(), sections, checks).select(List.of(summaries));
        return checks.checks().stream()
                .filter(check -> check.result() != Result.OK)
                .toList();
    }

    @Test
    void requiredSectionThatIsNotInstalledFailsWithItsRoot() throws Exception {
        assertThat(select(List.of(), summary("snmp", true, "/opt/snmp")))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.result()).isEqualTo(Result.FAIL);
                    assertThat(check.message()).contains("snmp (The snmp)");
                    assertThat(check.action()).contains(FILE, "id = snmp", "root = /opt/snmp", "name them in sections");
                });
    }

    @Test
    void requiredSectionThatIsNotInstalledFailsWithoutARootOfAnOldBackup() throws Exception {
        assertThat(select(List.of(), summary("snmp", true, "")))
                .singleElement()
                .satisfies(check ->
                        assertThat(check.action()).contains(FILE, "its root").doesNotContain("root ="));
    }

    @Test
    void otherSectionThatIsNotInstalledIsAWarning() throws Exception {
        assertThat(select(List.of(), summary("snmp", false, "/opt/snmp")))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.result()).isEqualTo(Result.WARNING);
                    assertThat(check.message()).contains("snmp (The snmp) is not restored");
                    assertThat(check.action()).contains(FILE, "root = /opt/snmp");
                });
    }

    @Test
    void otherSectionThatIsNotInstalledIsAWarningWithoutARootOfAnOldBackup() throws Exception {
        assertThat(select(List.of(), summary("snmp", false, "")))
                .singleElement()
                .satisfies(check ->
                        assertThat(check.action()).contains(FILE, "its root").doesNotContain("root ="));
    }

    /** Of the vault, a section may be absent when a backup is made. */
    @Test
    void requiredSectionThatWasAbsentKeepsItsCurrentState() throws Exception {
        Section section = new UncalledSection(
                new SectionDescriptor("snmp", "The snmp", true, true, 1), Path.of("/gateway/snmp"), false);
        SectionSummary absent = new SectionSummary(
                "snmp", "The snmp", true, true, 1, "", 0, 0, Map.of(Omission.Reason.SECTION_MISSING, 1L));
        assertThat(select(List.of(section), absent)).singleElement().satisfies(check -> {
            assertThat(check.result()).isEqualTo(Result.WARNING);
            assertThat(check.message()).contains("snmp (The snmp) keeps its current state", "did not exist");
        });
    }

    private static Section section(String id, boolean vault, int version) {
        return new UncalledSection(
                new SectionDescriptor(id, "The " + id, true, vault, version), Path.of("/gateway", id), false);
    }

    private static SectionSummary summary(String id, boolean vault, int version) {
        return new SectionSummary(id, "The " + id, true, vault, version, "", 1, 1, Map.of());
    }

    private List<String> selectIds(RestoreSelection selection, List<Section> sections, SectionSummary... summaries)
            throws Exception {
        return new SectionSelector(selection, sections, checks)
                .select(List.of(summaries)).stream().map(SelectedSection::id).toList();
    }

    private List<RestoreCheck> failures() {
        return checks.checks().stream()
                .filter(check -> check.result() == Result.FAIL)
                .toList();
    }

    private static final List<Section> INSTALLED =
            List.of(section("config", false, 2), section("certs", true, 1), section("cloak_key", true, 1));
    private static final SectionSummary[] BACKED_UP = {
        summary("config", false, 2), summary("certs", true, 1), summary("cloak_key", true, 1)
    };

    @Test
    void everythingIsSelectedInTheBackupsOrder() throws Exception {
        assertThat(selectIds(RestoreSelection.everything(), INSTALLED, BACKED_UP))
                .containsExactly("config", "certs", "cloak_key");
        assertThat(checks.checks())
                .extracting(RestoreCheck::id, RestoreCheck::result)
                .containsExactly(tuple("sections", Result.OK), tuple("format", Result.OK));
        assertThat(checks.checks().get(0).message()).contains("config, certs, cloak_key");
    }

    @Test
    void certificatesCanBeLeftOut() throws Exception {
        assertThat(selectIds(RestoreSelection.withoutCertificates(), INSTALLED, BACKED_UP))
                .contains("config")
                .doesNotContain("certs");
        assertThat(failures()).isEmpty();
    }

    @Test
    void onlyListedSectionsAreSelected() throws Exception {
        assertThat(selectIds(RestoreSelection.of(List.of("cloak_key"), List.of("config/a/b")), INSTALLED, BACKED_UP))
                .containsExactly("config", "cloak_key");
        assertThat(failures()).isEmpty();
    }

    @Test
    void listedSectionMustBeInTheBackupAndInstalled() throws Exception {
        RestoreSelection listed = RestoreSelection.of(List.of("certs", "snmp", "none"), List.of());
        assertThat(selectIds(listed, INSTALLED, summary("config", false, 2), summary("snmp", false, 1)))
                .isEmpty();
        assertThat(failures()).hasSize(3);
        assertThat(failures())
                .extracting(RestoreCheck::message)
                .anySatisfy(message -> assertThat(message).contains("certs (The certs)"));
        assertThat(failures())
                .extracting(RestoreCheck::message)
                .anySatisfy(message -> assertThat(message).contains("none"));
        assertThat(failures())
                .extracting(RestoreCheck::message)
                .anySatisfy(message -> assertThat(message).contains("snmp (The snmp)"));
    }

    @Test
    void requiredSectionMustBeInTheBackup() throws Exception {
        assertThat(selectIds(RestoreSelection.everything(), INSTALLED, summary("config", false, 2)))
                .containsExactly("config");
        assertThat(failures()).hasSize(2);
        Section optional = new UncalledSection(
                new SectionDescriptor("extra", "The extra", false, false, 1), Path.of("/gateway/extra"), false);
        CheckList others = CheckList.forPlan();
        new SectionSelector(RestoreSelection.everything(), List.of(optional), others).select(List.of());
        assertThat(others.checks()).extracting(RestoreCheck::result).containsOnly(Result.OK);
    }

    @Test
    void otherLayoutsFail() throws Exception {
        assertThat(selectIds(RestoreSelection.everything(), INSTALLED.subList(0, 1), summary("config", false, 3)))
                .isEmpty();
        assertThat(selectIds(RestoreSelection.everything(), INSTALLED.subList(0, 1), summary("config", false, 1)))
                .isEmpty();
        assertThat(selectIds(
                        RestoreSelection.of(List.of(), List.of("config/a")),
                        INSTALLED.subList(0, 1),
                        summary("config", false, 1)))
                .isEmpty();
        assertThat(failures())
                .extracting(RestoreCheck::code)
                .containsExactly("check.layout-later", "check.no-migration", "check.layouts-not-mixable");
    }

    /** Section that can bring a state of its first layout to its second. */
    private static final class MigratedSection implements Section {

        @Override
        public SectionDescriptor descriptor() {
            return new SectionDescriptor("config", "The config", true, false, 2);
        }

        @Override
        public Path root() {
            return Path.of("/gateway/config");
        }

        @Override
        public List<Migration> migrations() {
            return List.of(new Migration() {
                @Override
                public String name() {
                    return "first-to-second";
                }

                @Override
                public int from() {
                    return 1;
                }

                @Override
                public int to() {
                    return 2;
                }

                @Override
                public void migrate(Path staged) {
                    throw new AssertionError("Nothing is migrated here");
                }
            });
        }

        @Override
        public void validate(Path staged) {}

        @Override
        public void activated() {}
    }

    @Test
    void earlierLayoutIsMigratedWithAWarning() throws Exception {
        RestoreSelection selection = RestoreSelection.of(List.of("config"), List.of("certs/a"));
        assertThat(selectIds(
                        selection,
                        List.of(new MigratedSection(), section("certs", true, 1)),
                        summary("config", false, 1),
                        summary("certs", true, 1)))
                .containsExactly("config", "certs");
        assertThat(checks.checks())
                .filteredOn(check -> check.result() == Result.WARNING)
                .singleElement()
                .satisfies(check -> assertThat(check.message() + check.action()).contains("first-to-second"));
        assertThat(failures()).isEmpty();
    }

    @Test
    void listedOptionalSectionMustBeInstalled() throws Exception {
        SectionSummary optional = new SectionSummary("snmp", "The snmp", false, false, 1, "", 1, 1, Map.of());
        assertThat(selectIds(RestoreSelection.of(List.of("snmp"), List.of()), INSTALLED, optional))
                .isEmpty();
        assertThat(failures()).isNotEmpty();
    }

    @Test
    void sectionsOutsideOfTheVaultHoldNoCertificates() throws Exception {
        assertThat(selectIds(
                        RestoreSelection.withoutCertificates(),
                        List.of(section("snmp", false, 1), section("keys", true, 1)),
                        summary("snmp", false, 1),
                        summary("keys", true, 1)))
                .containsExactly("snmp");
    }
}
