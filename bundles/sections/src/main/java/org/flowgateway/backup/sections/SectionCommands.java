package org.flowgateway.backup.sections;

import java.util.Optional;
import org.flowgateway.backup.spi.section.SectionException;

/**
 * What is run around a backup and a restore of one section.
 *
 * @param freeze before it is read
 * @param thaw after it was read
 * @param deactivate before its state is exchanged
 * @param activated after that
 */
record SectionCommands(
        Optional<SectionCommand> freeze,
        Optional<SectionCommand> thaw,
        Optional<SectionCommand> deactivate,
        Optional<SectionCommand> activated) {

    /** Runs one of them, if it is set. */
    void run(Optional<SectionCommand> command) throws SectionException {
        if (command.isPresent()) {
            command.get().run();
        }
    }
}
