package org.flowgateway.backup.core.section;

import java.util.List;
import org.flowgateway.backup.spi.section.Section;

/**
 * Sections of a job, and how it calls them.
 *
 * @param all the registered sections, in a fixed order
 * @param calls calls with the deadline in force when the job started
 * @param pendingCalls pending calls, where follow-up calls are registered
 */
public record JobSections(List<Section> all, SectionCalls calls, PendingSectionCalls pendingCalls) {

    public JobSections {
        all = List.copyOf(all);
    }
}
