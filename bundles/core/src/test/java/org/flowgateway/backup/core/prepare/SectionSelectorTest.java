package org.flowgateway.backup.core.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.api.RestoreCheck;
import org.flowgateway.backup.api.RestoreCheck.Result;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.UncalledSection;
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
}
