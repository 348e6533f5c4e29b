package com.example.backup.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid targets. */
class WebdavTargetTest {

    private final WebdavTransport transport = new WebdavTransport(WebdavTestConfiguration.withTimeout("", 60));

    @ParameterizedTest
    @CsvSource({"nas.example,'',https://nas.example/", "nas.example:8443/dav/,/a b//ü/,https://nas.example:8443/dav/a%20b/%C3%BC/",
            "'[2001:db8::1]:443',x,'https://[2001:db8::1]:443/x/'"})
    void addressAndPathMakeOnePlace(String address, String path, String uri) throws Exception {
        WebdavAddress target = WebdavAddress.of(new TransportTarget("webdavs", address, "", path), Set.of());
        assertThat(target.directory(target.root())).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/path", "nas.example:0", "nas.example:65536", "nas.example:x", "nas example", "me@nas.example", "nas.example?x",
            "nas.example#x", "nas.example/../x"})
    void noAddress(String address) {
        assertInvalid(new TransportTarget("webdavs", address, "", ""), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "./a", "a\u0000"})
    void noPath(String path) {
        assertInvalid(new TransportTarget("webdavs", "nas.example", "", path), false);
    }

    @Test
    void aPasswordGoesInTheClearOnlyWhereItIsAllowed() throws Exception {
        assertInvalid(new TransportTarget("webdav", "nas.example", "u", ""), true);
        transport.complete(new TransportTarget("webdav", "127.0.0.1:80", "u", ""), true);
        TransportTarget laboratory = new TransportTarget("webdav", "lab.example", "u", "");
        assertThat(new WebdavTransport(new WebdavTestConfiguration("", new String[] {"lab.example"}, 60)).complete(laboratory, true)).isEqualTo(laboratory);
    }

    @Test
    void aLoginIsWhole() {
        assertInvalid(new TransportTarget("webdavs", "nas.example", "u", ""), false);
        assertInvalid(new TransportTarget("webdavs", "nas.example", "", ""), true);
        assertInvalid(new TransportTarget("webdavs", "nas.example", "u:v", ""), true);
    }

    @Test
    void aWrongConfigurationIsRefusedWithItsName() {
        assertThatThrownBy(() -> new WebdavTransport(WebdavTestConfiguration.withTimeout("", 0))).hasMessageContaining("com.example.backup.webdav: timeout-seconds [0]");
        assertThatThrownBy(() -> new WebdavTransport(WebdavTestConfiguration.withTimeout("/none", 1))).hasMessageContaining("ca-file [/none]");
        assertThatThrownBy(() -> new WebdavTransport(WebdavTestConfiguration.withTimeout("/dev/null", 1))).hasMessageContaining("no certificate");
    }

    private void assertInvalid(TransportTarget target, boolean withPassword) {
        TransportException failure = catchThrowableOfType(TransportException.class, () -> transport.complete(target, withPassword));
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_TARGET);
    }
}
