package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.spi.section.Migration;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;

/** A section whose layout has a version, and ways from older ones; a migration leaves a line in the file {@code history}. */
final class VersionedSection implements Section {

    private final SectionDescriptor descriptor;
    private final Path root;
    private final List<Migration> migrations = new ArrayList<>();

    VersionedSection(String id, boolean required, int version, Path root) {
        this.descriptor = new SectionDescriptor(id, "The " + id, required, false, version);
        this.root = root;
    }

    VersionedSection leading(int from, int to) {
        return leading(
                from,
                to,
                staged -> Files.writeString(
                        staged.resolve("history"),
                        (Files.exists(staged.resolve("history")) ? Files.readString(staged.resolve("history")) : "")
                                + from + "-" + to + ";"));
    }

    VersionedSection leading(int from, int to, Step step) {
        migrations.add(new Migration() {
            @Override
            public String name() {
                return "step " + from + "-" + to;
            }

            @Override
            public int from() {
                return from;
            }

            @Override
            public int to() {
                return to;
            }

            @Override
            public void migrate(Path staged) throws SectionException, IOException {
                step.run(staged);
            }
        });
        return this;
    }

    @Override
    public SectionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public List<Migration> migrations() {
        return List.copyOf(migrations);
    }

    @Override
    public void validate(Path staged) {}

    @Override
    public void activated() {}

    /** Action of a migration. */
    @FunctionalInterface
    interface Step {
        void run(Path staged) throws SectionException, IOException;
    }
}
