package org.flowgateway.backup.tck;

/** Group of laws of {@link TransportLaws}, with the fixtures of that suite. */
abstract class LawGroup extends LawSuite {

    private final TransportLaws suite;

    LawGroup(TransportLaws suite) {
        this.suite = suite;
    }

    @Override
    protected final TransportFixture newFixture() throws Exception {
        return suite.newFixture();
    }
}
