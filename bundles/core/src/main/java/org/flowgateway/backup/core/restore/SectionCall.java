package org.flowgateway.backup.core.restore;

import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks sections. */
final class SectionCall {

    private static final Logger LOG = LoggerFactory.getLogger(SectionCall.class);

    private SectionCall() {
    }

    /** A section may come from anybody; what it throws beside what it may must not keep the others from their turn. */
    static void ask(Section section, Question question) throws SectionException {
        try {
            question.ask();
        } catch (RuntimeException e) {
            LOG.error("Section {} failed", section.descriptor().id(), e);
            throw new SectionException("it failed with an internal error; the log has the details");
        }
    }

    /** Something that a section may object to. */
    @FunctionalInterface
    interface Question {
        void ask() throws SectionException;
    }
}
