package org.flowgateway.backup.core;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flowgateway.backup.core.section.JobSections;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.JobTarget;
import org.flowgateway.backup.spi.section.Section;

/**
 * Job that may start, with what it keeps until its end.
 *
 * @param target its target
 * @param sections the sections that were registered
 * @param settings the settings in force
 */
record AdmittedJob(JobTarget target, JobSections sections, CoreSettings settings) {

    /** Directories that no other installation's job may use meanwhile: the roots of the sections, and the directory of local backups. */
    List<Path> directories() {
        Stream<Path> backups =
                target.isLocal() ? Stream.of(Path.of(target.completed().path())) : Stream.empty();
        return Stream.concat(sections.all().stream().map(Section::root), backups)
                .toList();
    }
}
