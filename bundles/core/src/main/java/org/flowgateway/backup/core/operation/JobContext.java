package org.flowgateway.backup.core.operation;

import org.flowgateway.backup.core.catalogue.ProductInfo;
import org.flowgateway.backup.core.instance.StateFiles;
import org.flowgateway.backup.core.job.JobRun;
import org.flowgateway.backup.core.section.JobSections;
import org.flowgateway.backup.core.settings.CoreSettings;
import org.flowgateway.backup.core.transport.TransportLease;
import org.flowgateway.backup.tree.FileTrees;

/**
 * Context in which the operation of one job is executed.
 *
 * @param run state of the job
 * @param lease sessions on its target
 * @param sections sections that were registered when it started
 * @param settings settings at its start
 * @param state state directory of this instance, which may differ from that of changed settings
 * @param trees opens the gateway's trees
 * @param product named in backups
 */
public record JobContext(
        JobRun run,
        TransportLease lease,
        JobSections sections,
        CoreSettings settings,
        StateFiles state,
        FileTrees trees,
        ProductInfo product) {}
