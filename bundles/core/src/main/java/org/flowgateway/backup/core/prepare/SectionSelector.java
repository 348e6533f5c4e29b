package org.flowgateway.backup.core.prepare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/** Selects the sections of a backup that are restored on this gateway. */
final class SectionSelector {

    /** Sections of the vault that {@code no_cert} restores, by the contract. */
    private static final Set<String> WITHOUT_CERTIFICATES = Set.of("cloak_key", "snmp", "ntp");

    private final RestoreSelection selection;
    private final Map<String, Section> sections;
    private final Set<String> listed = new LinkedHashSet<>();
    private final CheckList checks;

    /** @param sections the gateway's sections */
    SectionSelector(RestoreSelection selection, List<Section> sections, CheckList checks) {
        this.selection = selection;
        this.sections = sections.stream()
                .collect(Collectors.toMap(section -> section.descriptor().id(), Function.identity()));
        this.checks = checks;
        listed.addAll(selection.sections());
        selection.paths().forEach(path -> listed.add(path.substring(0, path.indexOf('/'))));
    }

    /**
     * Selects the sections.
     *
     * @param summaries sections of the backup, also those that it notes as missing
     * @return the sections to restore, in the backup's order
     * @throws JobFailedException if a required section is missing, in the backup or on the gateway
     */
    List<SelectedSection> select(List<SectionSummary> summaries) throws JobFailedException {
        List<SectionSummary> held =
                summaries.stream().filter(summary -> summary.entries() > 0).toList();
        Set<String> absent = summaries.stream()
                .filter(summary -> summary.omitted().containsKey(Omission.Reason.SECTION_MISSING))
                .map(SectionSummary::id)
                .collect(Collectors.toSet());
        List<SelectedSection> selected = new ArrayList<>();
        for (SectionSummary summary : held) {
            if (isSelected(summary)) {
                Section section = sections.get(summary.id());
                if (section == null) {
                    reportMissing(summary);
                } else if (isLayoutKnown(section, summary)) {
                    selected.add(new SelectedSection(section, summary, section.root()));
                }
            }
        }
        if (selection.scope() == RestoreSelection.Scope.LISTED) {
            checkListed(held);
        } else {
            checkRequired(held, absent);
        }
        if (checks.isClear(CheckId.SECTIONS)) {
            String ids = selected.stream().map(SelectedSection::id).collect(Collectors.joining(", "));
            checks.ok(CheckId.SECTIONS, CheckMessage.SECTIONS_SELECTED.with(ids));
        }
        if (checks.isClear(CheckId.FORMAT)) {
            checks.ok(CheckId.FORMAT, CheckMessage.LAYOUTS_SUPPORTED.with());
        }
        return selected;
    }

    private boolean isSelected(SectionSummary summary) {
        return switch (selection.scope()) {
            case EVERYTHING -> true;
            case WITHOUT_CERTIFICATES -> !summary.vault() || WITHOUT_CERTIFICATES.contains(summary.id());
            case LISTED -> listed.contains(summary.id());
        };
    }

    private void reportMissing(SectionSummary summary) throws JobFailedException {
        boolean hasRoot = !summary.root().isEmpty();
        if (summary.required() || selection.scope() == RestoreSelection.Scope.LISTED) {
            checks.fail(
                    CheckId.SECTIONS,
                    describeMissing(
                            hasRoot
                                    ? CheckMessage.SECTION_NOT_INSTALLED
                                    : CheckMessage.SECTION_WITHOUT_ROOT_NOT_INSTALLED,
                            summary));
        } else {
            checks.warning(
                    CheckId.SECTIONS,
                    describeMissing(
                            hasRoot ? CheckMessage.SECTION_SKIPPED : CheckMessage.SECTION_WITHOUT_ROOT_SKIPPED,
                            summary));
        }
    }

    private static Message describeMissing(CheckMessage message, SectionSummary summary) {
        String file = "etc/org.flowgateway.backup.section-" + summary.id() + ".cfg";
        return summary.root().isEmpty()
                ? message.with(summary.id(), summary.title(), file)
                : message.with(summary.id(), summary.title(), file, summary.root());
    }

    /** @param absent sections whose roots did not exist when the backup was made; only those of the vault may be absent */
    private void checkRequired(List<SectionSummary> held, Set<String> absent) throws JobFailedException {
        for (Section section : sections.values()) {
            SectionDescriptor descriptor = section.descriptor();
            boolean missing = descriptor.required() && isMissing(descriptor.id(), held);
            if (missing && descriptor.vault() && absent.contains(descriptor.id())) {
                checks.warning(CheckId.SECTIONS, CheckMessage.SECTION_KEPT.with(descriptor.id(), descriptor.title()));
            } else if (missing) {
                checks.fail(
                        CheckId.SECTIONS,
                        CheckMessage.REQUIRED_SECTION_MISSING.with(descriptor.id(), descriptor.title()));
            }
        }
    }

    private void checkListed(List<SectionSummary> held) throws JobFailedException {
        for (String id : listed) {
            if (isMissing(id, held)) {
                Section section = sections.get(id);
                checks.fail(
                        CheckId.SECTIONS,
                        section == null
                                ? CheckMessage.SECTION_UNKNOWN.with(id)
                                : CheckMessage.LISTED_SECTION_MISSING.with(
                                        id, section.descriptor().title()));
            }
        }
    }

    private static boolean isMissing(String id, List<SectionSummary> held) {
        return held.stream().noneMatch(summary -> summary.id().equals(id));
    }

    private boolean isLayoutKnown(Section section, SectionSummary summary) throws JobFailedException {
        int gatewayVersion = section.descriptor().formatVersion();
        int backupVersion = summary.formatVersion();
        if (backupVersion == gatewayVersion) {
            return true;
        }
        if (backupVersion > gatewayVersion) {
            checks.fail(CheckId.FORMAT, CheckMessage.LAYOUT_LATER.with(summary.id(), backupVersion, gatewayVersion));
            return false;
        }
        if (selection.paths().stream().anyMatch(path -> path.startsWith(summary.id() + "/"))) {
            checks.fail(
                    CheckId.FORMAT, CheckMessage.LAYOUTS_NOT_MIXABLE.with(summary.id(), backupVersion, gatewayVersion));
            return false;
        }
        MigrationPath migrations = new MigrationPath(section);
        if (!migrations.exists(backupVersion)) {
            checks.fail(CheckId.FORMAT, CheckMessage.NO_MIGRATION.with(summary.id(), backupVersion, gatewayVersion));
            return false;
        }
        checks.warning(
                CheckId.FORMAT,
                CheckMessage.LAYOUT_MIGRATED.with(
                        summary.id(), backupVersion, gatewayVersion, migrations.describe(backupVersion)));
        return true;
    }
}
