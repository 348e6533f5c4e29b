package org.flowgateway.backup.core.prepare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowgateway.backup.spi.section.Migration;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Path of migrations from an older layout of a section's tree to its current one. */
public final class MigrationPath {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationPath.class);

    private final List<Migration> migrations;
    private final int currentVersion;

    /** Reads the section's migrations. If that fails, it has none. */
    public MigrationPath(Section section) {
        this.migrations = migrations(section);
        this.currentVersion = section.descriptor().formatVersion();
    }

    private static List<Migration> migrations(Section section) {
        try {
            return section.migrations().stream()
                    .filter(migration -> migration.to() > migration.from())
                    .sorted(Comparator.comparingInt(Migration::to).reversed())
                    .toList();
        } catch (RuntimeException e) {
            LOG.error(
                    "Section {} cannot tell its migrations",
                    section.descriptor().id(),
                    e);
            return List.of();
        }
    }

    /** Tells whether migrations lead from a version to the current one. */
    public boolean exists(int from) {
        return findPath(from).isPresent();
    }

    /** Returns the names of the migrations on the path, for people. */
    public String describe(int from) {
        return findPath(from).orElseThrow().stream().map(Migration::name).collect(Collectors.joining(", "));
    }

    /**
     * Migrates a staged tree to the current layout.
     *
     * @param from its layout
     * @throws SectionException if a migration rejects the tree or fails
     * @throws IOException if a file of it cannot be read or written
     */
    public void migrate(Path staged, int from) throws SectionException, IOException {
        for (Migration migration : findPath(from).orElseThrow()) {
            try {
                migration.migrate(staged);
            } catch (RuntimeException e) {
                LOG.error("Migration {} failed", migration.name(), e);
                throw new SectionException(CheckMessage.MIGRATION_FAILED
                        .with(String.valueOf(migration.name()))
                        .text());
            }
        }
    }

    /** Prefers the longest steps. */
    private Optional<List<Migration>> findPath(int from) {
        if (from == currentVersion) {
            return Optional.of(List.of());
        }
        return migrations.stream()
                .filter(migration -> migration.from() == from && migration.to() <= currentVersion)
                .flatMap(migration ->
                        findPath(migration.to())
                                .map(rest -> Stream.concat(Stream.of(migration), rest.stream())
                                        .toList())
                                .stream())
                .findFirst();
    }
}
