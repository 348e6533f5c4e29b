package org.flowgateway.backup.itests.incomplete;

/** Class that the bundle lacks. */
final class MissingClass {

    String greeting() {
        return "hello";
    }
}
