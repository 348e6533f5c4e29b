package org.flowgateway.backup.sections;

import java.util.Optional;
import org.flowgateway.backup.spi.section.SectionException;

/**
 * Commands around a backup and a restore of one section.
 *
 * @param freeze runs before the section is read
 * @param thaw runs after it was read
 * @param deactivate runs before its state is swapped
 * @param activated runs after the swap
 */
record SectionCommands(
        Optional<SectionCommand> freeze,
        Optional<SectionCommand> thaw,
        Optional<SectionCommand> deactivate,
        Optional<SectionCommand> activated) {

    /** Runs a command, if it is set. */
    void run(Optional<SectionCommand> command) throws SectionException {
        if (command.isPresent()) {
            command.get().run();
        }
    }
}
