package org.flowgateway.backup.itests.incomplete;

/** Left out of the bundle that needs it. */
final class MissingClass {

    String greeting() {
        return "hello";
    }
}
