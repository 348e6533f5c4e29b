package org.flowgateway.backup.itests.lacking;

/** Left out of the bundle that needs it. */
final class NeverShipped {

    String greeting() {
        return "hello";
    }
}
