package org.flowgateway.backup.core;

import java.nio.file.Path;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;

/** Section whose calls fail the test. */
public record UncalledSection(SectionDescriptor descriptor, Path root, boolean allowsSetId) implements Section {

    /** Returns the section {@code config}. */
    public static UncalledSection config(Path root) {
        return config(root, false);
    }

    /** Returns the section {@code config}, which may allow set-ID bits. */
    public static UncalledSection config(Path root, boolean allowsSetId) {
        return new UncalledSection(new SectionDescriptor("config", "The config", true, false, 1), root, allowsSetId);
    }

    @Override
    public void validate(Path staged) {
        throw new AssertionError("Nothing is validated here");
    }

    @Override
    public void activated() {
        throw new AssertionError("Nothing is activated here");
    }
}
