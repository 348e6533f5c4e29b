package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessSettingsTest {

    @Test
    void takesTheDefaults() {
        AccessSettings.Listener settings = AccessSettings.listener(new Given("0.0.0.0", "8443", "", "/var/lib/gateway", "admin"));

        assertThat(settings.bindAddress().isAnyLocalAddress()).isTrue();
        assertThat(settings.httpsPort()).isEqualTo(8443);
        assertThat(settings.httpPort()).isEmpty();
        assertThat(settings.stateDirectory()).hasToString("/var/lib/gateway");
    }

    @Test
    void takesPlainHttpWhereItIsAskedFor() {
        assertThat(AccessSettings.listener(new Given("::1", "443", " 8080 ", "/x", "admin")).httpPort()).hasValue(8080);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "bind-address, '',   8443,  '',   /x, admin",
        "bind-address, 'a b',8443,  '',   /x, admin",
        "https-port,   ::,   0,     '',   /x, admin",
        "https-port,   ::,   65536, '',   /x, admin",
        "https-port,   ::,   https, '',   /x, admin",
        "http-port,    ::,   8443,  8443, /x, admin",
        "http-port,    ::,   8443,  -1,   /x, admin",
        "state-dir,    ::,   8443,  '',   '', admin",
        "state-dir,    ::,   8443,  '',   -,  admin",
        "admin-user,   ::,   8443,  '',   /x, ''",
        "admin-user,   ::,   8443,  '',   /x, _g_:admins",
        "admin-user,   ::,   8443,  '',   /x, 'a,b'",
    })
    void refusesABadValueNamingPidAndKey(String key, String address, String https, String http, String state, String user) {
        Given given = new Given(address, https, http, state, user);
        assertThatThrownBy(() -> {
            AccessSettings.listener(given);
            AccessSettings.users(given);
        })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("org.flowgateway.backup.access: " + key + " [");
    }

    private record Given(String bind$_$address, String https$_$port, String http$_$port, String state$_$dir, String admin$_$user)
            implements AccessConfiguration {

        @Override
        public Class<? extends Annotation> annotationType() {
            return AccessConfiguration.class;
        }
    }
}
