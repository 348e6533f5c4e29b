package org.flowgateway.backup.core.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flowgateway.backup.archive.SectionSummary;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.spi.section.Section;

/** Chooses what of a backup is restored on this gateway. */
final class Selection {

    /** What {@code no_cert} leaves of the vault, by the contract. */
    private static final Set<String> WITHOUT_CERTIFICATES = Set.of("cloak_key", "snmp", "ntp");

    private final boolean keepCertificates;
    private final Map<String, Section> sections;

    /** @param sections the gateway's sections */
    Selection(boolean keepCertificates, List<Section> sections) {
        this.keepCertificates = keepCertificates;
        this.sections = sections.stream().collect(Collectors.toMap(section -> section.descriptor().id(), Function.identity()));
    }

    /**
     * Chooses.
     *
     * @param held what the backup holds
     * @param notice is told what is left out
     * @return what is restored, in the backup's order
     * @throws JobFailedException if something is missing that may not be, on either side
     */
    List<Chosen> choose(List<SectionSummary> held, Consumer<String> notice) throws JobFailedException {
        List<Chosen> chosen = new ArrayList<>();
        for (SectionSummary summary : held) {
            if (isWanted(summary)) {
                Section section = sections.get(summary.id());
                if (section != null) {
                    checkFormat(section, summary);
                    chosen.add(new Chosen(section, summary));
                } else if (summary.required()) {
                    throw new JobFailedException("The backup holds " + summary.id() + " (" + summary.title()
                            + "), which this gateway does not have. Install that part, then restore");
                } else {
                    notice.accept(summary.id() + " (" + summary.title() + ") is not restored: this gateway has no such part");
                }
            }
        }
        for (Section section : sections.values()) {
            String id = section.descriptor().id();
            if (section.descriptor().required() && held.stream().noneMatch(summary -> summary.id().equals(id))) {
                throw new JobFailedException("The backup does not hold " + id + " (" + section.descriptor().title()
                        + "), which this gateway requires. Restore another backup");
            }
        }
        return chosen;
    }

    private boolean isWanted(SectionSummary summary) {
        return !(keepCertificates && summary.vault()) || WITHOUT_CERTIFICATES.contains(summary.id());
    }

    private static void checkFormat(Section section, SectionSummary summary) throws JobFailedException {
        int known = section.descriptor().formatVersion();
        if (summary.formatVersion() > known) {
            throw new JobFailedException("The backup's " + summary.id() + " has layout version [" + summary.formatVersion()
                    + "], but this gateway knows [" + known + "] at most. Upgrade the gateway, then restore");
        }
    }

    /**
     * A section that is restored.
     *
     * @param section on this gateway
     * @param summary in the backup
     */
    record Chosen(Section section, SectionSummary summary) {
    }
}
