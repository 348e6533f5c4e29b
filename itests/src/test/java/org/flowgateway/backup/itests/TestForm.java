package org.flowgateway.backup.itests;

/** Form of the tests: short, or long with {@code GATEWAY_TEST_LONG=1} in the environment or with {@code -Dlong=true}. */
final class TestForm {

    private static final boolean LONG = Boolean.getBoolean("long") || "1".equals(System.getenv("GATEWAY_TEST_LONG"));

    private TestForm() {}

    /** Returns the number of rounds of an attack. */
    static int rounds(int inShortForm, int inLongForm) {
        return LONG ? inLongForm : inShortForm;
    }
}
