package org.flowgateway.backup.core.prepare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.archive.Omission;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.spi.section.Section;

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
            checks.ok(
                    CheckId.SECTIONS,
                    "Restored is: " + selected.stream().map(SelectedSection::id).collect(Collectors.joining(", ")));
        }
        if (checks.isClear(CheckId.FORMAT)) {
            checks.ok(CheckId.FORMAT, "The format and the layout of every section are known here");
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
        String create = "To restore it, create etc/org.flowgateway.backup.section-" + summary.id() + ".cfg with id = "
                + summary.id() + " and " + (summary.root().isEmpty() ? "its root" : "root = " + summary.root());
        if (summary.required() || selection.scope() == RestoreSelection.Scope.LISTED) {
            checks.fail(
                    CheckId.SECTIONS,
                    "The backup holds " + summary.id() + " (" + summary.title() + "), which this gateway does not have",
                    create + ", or install the part that brings it; to do without it, name the others in sections");
        } else {
            String message = summary.id() + " (" + summary.title() + ") is not restored: this gateway has no such part";
            checks.warning(CheckId.SECTIONS, message, create, message);
        }
    }

    /** @param absent sections whose roots did not exist when the backup was made; only those of the vault may be absent */
    private void checkRequired(List<SectionSummary> held, Set<String> absent) throws JobFailedException {
        for (Section section : sections.values()) {
            boolean missing = section.descriptor().required()
                    && isMissing(section.descriptor().id(), held);
            if (missing
                    && section.descriptor().vault()
                    && absent.contains(section.descriptor().id())) {
                String message = named(section) + " is left as it is: it was not there when the backup was made";
                checks.warning(CheckId.SECTIONS, message, "Restore another backup, if it should be restored", message);
            } else if (missing) {
                checks.fail(
                        CheckId.SECTIONS,
                        "The backup does not hold " + named(section) + ", which this gateway requires",
                        "Restore another backup");
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
                                ? "There is no section " + id + ", neither in the backup nor on this gateway"
                                : "The backup does not hold " + named(section) + ", which is to be restored",
                        "Restore another backup, or leave it out");
            }
        }
    }

    private static boolean isMissing(String id, List<SectionSummary> held) {
        return held.stream().noneMatch(summary -> summary.id().equals(id));
    }

    private static String named(Section section) {
        return section.descriptor().id() + " (" + section.descriptor().title() + ")";
    }

    private boolean isLayoutKnown(Section section, SectionSummary summary) throws JobFailedException {
        int gatewayVersion = section.descriptor().formatVersion();
        int backupVersion = summary.formatVersion();
        if (backupVersion == gatewayVersion) {
            return true;
        }
        String layout = "The backup's " + summary.id() + " has layout version [" + backupVersion + "]";
        if (backupVersion > gatewayVersion) {
            checks.fail(
                    CheckId.FORMAT,
                    layout + ", but this gateway knows [" + gatewayVersion + "] at most",
                    "Upgrade the gateway, then restore");
            return false;
        }
        if (selection.paths().stream().anyMatch(path -> path.startsWith(summary.id() + "/"))) {
            checks.fail(
                    CheckId.FORMAT,
                    layout + ", this gateway's has [" + gatewayVersion + "]: the two cannot be mixed",
                    "Restore the whole section");
            return false;
        }
        MigrationPath migrations = new MigrationPath(section);
        if (!migrations.exists(backupVersion)) {
            checks.fail(
                    CheckId.FORMAT,
                    layout + ", and nothing here leads from it to this gateway's [" + gatewayVersion + "]",
                    "Restore it on a gateway of the version that made it, upgrade that, and back it up again");
            return false;
        }
        String message = layout + " and is brought to [" + gatewayVersion + "]: " + migrations.describe(backupVersion);
        checks.warning(CheckId.FORMAT, message, "A plan shows it as it is in the backup", message);
        return true;
    }
}
