package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings of a secret, and the causes that a failed law prints. */
class SecretFormsTest {

    private static final String SECRET = "canary-5\"1/ü+";

    private final SecretForms forms = new SecretForms(SECRET);

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "u:", "user:", "gateway:", "\0user\0"})
    @DisplayName("Base64 is found wherever the secret begins")
    void findsBase64(String before) {
        byte[] login = (before + SECRET).getBytes(StandardCharsets.UTF_8);
        assertThat(forms.isIn("Basic " + Base64.getEncoder().encodeToString(login)))
                .isTrue();
        assertThat(forms.isIn(Base64.getUrlEncoder().withoutPadding().encodeToString(login)))
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    @DisplayName("bytes in hexadecimal are found")
    void findsHexadecimal(String charset) {
        byte[] bytes = SECRET.getBytes(Charset.forName(charset));
        assertThat(forms.isIn(HexFormat.of().withUpperCase().formatHex(bytes))).isTrue();
        assertThat(forms.isIn(HexFormat.ofDelimiter(" ").formatHex(bytes))).isTrue();
    }

    @Test
    @DisplayName("the text itself, URLs, JSON and bytes of UTF-16 are found, other texts are not")
    void findsTexts() {
        assertThat(forms.isIn("password=" + SECRET + ";")).isTrue();
        assertThat(forms.isIn(URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(forms.isIn("{\"p\":\"canary-5\\\"1/\\u00fc+\"}")).isTrue();
        assertThat(forms.isIn("{\"p\":\"canary-5\\\"1\\/\\u00fc+\"}")).isTrue();
        assertThat(forms.isIn(new String(SECRET.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)))
                .isTrue();
        assertThat(forms.isIn("canary-5 " + Base64.getEncoder().encodeToString(new byte[40])))
                .isFalse();
    }

    @Test
    @DisplayName("a failed law prints the kind of a failure, its causes, and what was suppressed")
    void printsCauses() {
        IOException reset = new IOException("Connection reset");
        reset.addSuppressed(new IllegalStateException("closed twice"));
        TransportException lost = new TransportException(FailureKind.CONNECTION_LOST, "The connection broke", reset);
        String expected = "CONNECTION_LOST: The connection broke\ncaused by java.io.IOException: Connection reset"
                + "\nsuppressed java.lang.IllegalStateException: closed twice";
        assertThat(CauseChain.text(lost)).isEqualTo(expected);
        assertThatThrownBy(() -> LawSuite.assertKind(lost, FailureKind.TIMEOUT)).hasMessageContaining(expected);
    }
}
