package org.flowgateway.backup.certify;

import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Test directories of a run, directly below the candidate's target. They are siblings, since a transport has to create only the last component
 * of a path.
 */
final class ScratchSpace {

    private final CandidateTarget candidate;
    private final ScratchName name;
    private int count;

    ScratchSpace(CandidateTarget candidate, ScratchName name) {
        this.candidate = candidate;
        this.name = name;
    }

    CandidateTarget candidate() {
        return candidate;
    }

    /** Returns another empty directory. */
    TransportTarget newDirectory() {
        count++;
        return candidate.subdirectory(name.prefix() + count);
    }
}
