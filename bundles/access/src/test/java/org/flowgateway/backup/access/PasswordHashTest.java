package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void derivesTheSameHashAsPython() {
        // python3 -c "import
        // hashlib,base64;print(base64.urlsafe_b64encode(hashlib.pbkdf2_hmac('sha512','pä'.encode(),bytes(16),1000,32)))"
        PasswordHash hash = PasswordHash.parse(
                "pbkdf2-sha512:1000:AAAAAAAAAAAAAAAAAAAAAA:idws65PVIO7z6mlT31Ci7G39XQjsJrTQ3LRQ95c50No");

        assertThat(hash.matches("pä".toCharArray())).isTrue();
        assertThat(hash.matches("pa".toCharArray())).isFalse();
    }

    @Test
    void textFormRoundTrips() {
        PasswordHash hash = PasswordHash.of("secret".toCharArray(), RANDOM);

        assertThat(PasswordHash.parse(hash.text()).matches("secret".toCharArray()))
                .isTrue();
        assertThat(hash.text()).doesNotContain(",", "=", " ", "$").startsWith("pbkdf2-sha512:210000:");
    }

    @Test
    void saltsEachOne() {
        assertThat(PasswordHash.of("secret".toCharArray(), RANDOM).text())
                .isNotEqualTo(PasswordHash.of("secret".toCharArray(), RANDOM).text());
    }

    @Test
    void neverMatchesAnEmptyPassword() {
        assertThat(PasswordHash.of("x".toCharArray(), RANDOM).matches(new char[0]))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha512:1000:AAAA",
                "pbkdf2-sha512:x:AAAAAAAAAAAAAAAAAAAAAA:AAAA",
                "pbkdf2-sha512:99999999:AAAAAAAAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "md5:1:AA:BB"
            })
    void refusesWhatIsNoHash(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsNothingOfItself() {
        PasswordHash hash = PasswordHash.of("secret".toCharArray(), RANDOM);

        assertThat(hash.toString()).doesNotContain(hash.text().substring(22, 30));
    }
}
