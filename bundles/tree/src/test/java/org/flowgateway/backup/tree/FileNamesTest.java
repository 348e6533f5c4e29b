package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void everyNameRoundTrips() {
        Random random = new Random(20260227);
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[1 + random.nextInt(12)];
            random.nextBytes(name);
            assertThat(FileNames.encode(FileNames.decode(name, 0, name.length))).isEqualTo(name);
        }
    }

    @Test
    void textReadsAsText() {
        for (String name : new String[] {"a", "ä☂ 😀", "-rf * \\ \"'", "\uFFFD"}) {
            byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(FileNames.decode(bytes, 0, bytes.length)).isEqualTo(name);
            assertThat(FileNames.isText(name)).isTrue();
            assertThat(FileNames.display(name)).isEqualTo(name);
        }
    }

    @Test
    void otherBytesAreDisplayedEscaped() {
        String latin = FileNames.decode(new byte[] {'k', (byte) 0xE4, 's', 'e'}, 0, 4);
        assertThat(FileNames.isText(latin)).isFalse();
        assertThat(FileNames.display(latin)).isEqualTo("k\\xe4se");
    }

    @Test
    void anEncodedSurrogateIsNoText() {
        byte[] bytes = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
        String name = FileNames.decode(bytes, 0, bytes.length);
        assertThat(FileNames.isText(name)).isFalse();
        assertThat(FileNames.encode(name)).isEqualTo(bytes);
    }

    @Test
    void aSurrogateThatNoNameHasIsRefused() {
        assertThatThrownBy(() -> FileNames.encode("a\uD800b")).isInstanceOf(IllegalArgumentException.class);
    }
}
