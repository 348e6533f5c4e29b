package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The hash that stands in for an unknown user's. */
class GatewayLoginModuleTest {

    @Test
    void nobodysHashIsAsCostlyAsAUsers() {
        PasswordHash nobodys = PasswordHash.parse(PasswordHash.NOBODYS);
        PasswordHash users = PasswordHash.of("secret".toCharArray(), new java.security.SecureRandom());

        assertThat(nobodys.iterations()).isEqualTo(users.iterations());
        assertThat(nobodys.salt()).hasSameSizeAs(users.salt());
        assertThat(nobodys.hash()).hasSameSizeAs(users.hash());
        assertThat(nobodys.matches("secret".toCharArray())).isFalse();
        assertThat(nobodys.matches(new char[0])).isFalse();
    }
}
