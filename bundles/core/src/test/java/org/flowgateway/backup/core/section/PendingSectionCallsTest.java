package org.flowgateway.backup.core.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.flowgateway.backup.core.section.PendingSectionCalls.FollowUp;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pending call that fails stays pending. */
class PendingSectionCallsTest {

    @TempDir
    private Path directory;

    @Test
    void failedCallStaysPending() throws Exception {
        Path file = directory.resolve("sections.owed");
        PendingSectionCalls pending = new PendingSectionCalls(file);
        pending.register(FollowUp.THAW, Set.of("config"));
        pending.runPending(new StuckSection(directory), new SectionCalls(Duration.ofMinutes(1)));
        assertThat(Files.readString(file)).contains("THAW=config");
    }

    /** Section that cannot be thawed. */
    private record StuckSection(Path root) implements Section {

        @Override
        public SectionDescriptor descriptor() {
            return new SectionDescriptor("config", "The config", true, false, 1);
        }

        @Override
        public void thaw() throws SectionException {
            throw new SectionException("the test wants it so");
        }

        @Override
        public void validate(Path staged) {}

        @Override
        public void activated() {}
    }
}
