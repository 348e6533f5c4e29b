package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.karaf.jaas.modules.Encryption;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {

    private final Encryption hashing = new PasswordHashing().createEncryption(Map.of());

    @Test
    void knowsTheRightPasswordEachTime() {
        String stored = hashing.encryptPassword("secret");

        assertThat(hashing.checkPassword("secret", stored)).isTrue();
        assertThat(hashing.checkPassword("secret", stored)).isTrue();
        assertThat(hashing.checkPassword("Secret", stored)).isFalse();
    }

    @Test
    void forgetsAPasswordThatWasChanged() {
        assertThat(hashing.checkPassword("old", hashing.encryptPassword("old"))).isTrue();

        assertThat(hashing.checkPassword("old", hashing.encryptPassword("new"))).isFalse();
    }

    @Test
    void refusesAPlainPasswordThatWasNotHashedYet() {
        assertThat(hashing.checkPassword("secret", "secret")).isFalse();
        assertThat(hashing.checkPassword("", "")).isFalse();
    }
}
