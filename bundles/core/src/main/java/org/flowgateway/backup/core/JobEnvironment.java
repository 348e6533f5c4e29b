package org.flowgateway.backup.core;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flowgateway.backup.api.AuditLog;
import org.flowgateway.backup.archive.crypto.ArchiveCipher;
import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.instance.TreeLocks;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.InstalledTargetResolver;
import org.flowgateway.backup.core.transport.InstalledTransports;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.tree.FileTrees;
import org.osgi.service.event.EventAdmin;

/**
 * Services and settings that the job service depends on.
 *
 * @param sections that are there
 * @param transports that are there
 * @param targets resolves targets to transports
 * @param settings in force at the moment they are asked for: a job keeps those of its start
 * @param problems of other parts of the gateway: with one that prevents readiness no job starts
 * @param trees opens the gateway's tree
 * @param locks keeps other installations' jobs away from the trees
 * @param product named in backups
 * @param clock of the gateway
 * @param events takes what happens to jobs, if anybody does
 * @param audit records who did what
 * @param sealingCipher makes the cipher of a new backup from its password
 */
record JobEnvironment(
        RegisteredSections sections,
        InstalledTransports transports,
        InstalledTargetResolver targets,
        Supplier<CoreSettings> settings,
        Supplier<List<ReadinessProblem>> problems,
        FileTrees trees,
        TreeLocks locks,
        ProductInfo product,
        Clock clock,
        Supplier<Optional<EventAdmin>> events,
        AuditLog audit,
        Function<char[], ArchiveCipher> sealingCipher) {}
