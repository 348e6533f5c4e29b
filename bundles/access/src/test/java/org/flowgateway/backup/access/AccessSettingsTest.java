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
        AccessSettings.ListenerSettings settings =
                AccessSettings.listener(new Given("0.0.0.0", "8443", "", "/var/lib/gateway", "admin"));

        assertThat(settings.bindAddress().isAnyLocalAddress()).isTrue();
        assertThat(settings.httpsPort()).isEqualTo(8443);
        assertThat(settings.httpPort()).isEmpty();
        assertThat(settings.stateDirectory()).hasToString("/var/lib/gateway");
    }

    @Test
    void takesPlainHttpWhereItIsAskedFor() {
        assertThat(AccessSettings.listener(new Given("::1", "443", " 8080 ", "/x", "admin"))
                        .httpPort())
                .hasValue(8080);
    }

    @Test
    void believesNoProxyAndSendsNoHstsUnlessToldTo() {
        AccessSettings.ListenerSettings settings = AccessSettings.listener(new Given("::", "8443", "", "/x", "admin"));

        assertThat(settings.proxies()).isEqualTo(TrustedProxies.NONE);
        assertThat(settings.hstsSeconds()).isEmpty();
    }

    @Test
    void takesProxiesAndHsts() {
        AccessSettings.ListenerSettings settings = AccessSettings.listener(
                new Given("::", "8443", "", "/x", "admin", " 192.0.2.1, 10.0.0.0/8 ::1", "31536000"));

        assertThat(settings.proxies().patterns()).containsExactly("192.0.2.1", "10.0.0.0/8", "::1");
        assertThat(settings.hstsSeconds()).hasValue(31_536_000);
    }

    @ParameterizedTest
    @CsvSource({
        "trusted-proxies, proxy.example, ''",
        "trusted-proxies, 10.0.0.1/8/9, ''",
        "trusted-proxies, 1.2.3, ''",
        "trusted-proxies, 10.0.0.0/33, ''",
        "trusted-proxies, 999.0.0.1, ''",
        "trusted-proxies, cafe, ''",
        "hsts-seconds, '', 0",
        "hsts-seconds, '', 63072001",
        "hsts-seconds, '', on"
    })
    void refusesBadProxiesAndHsts(String key, String proxies, String hsts) {
        assertThatThrownBy(() -> AccessSettings.listener(new Given("::", "8443", "", "/x", "admin", proxies, hsts)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("org.flowgateway.backup.access: " + key + " [");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
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
    void refusesABadValueNamingPidAndKey(
            String key, String address, String https, String http, String state, String user) {
        Given given = new Given(address, https, http, state, user);
        assertThatThrownBy(() -> {
                    AccessSettings.listener(given);
                    AccessSettings.users(given);
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("org.flowgateway.backup.access: " + key + " [");
    }

    @Test
    void refusesAStateDirectoryThatIsNoPath() {
        assertThatThrownBy(() -> AccessSettings.users(new Given("::", "8443", "", "/x\0y", "admin")))
                .hasMessageStartingWith("org.flowgateway.backup.access: state-dir [/x?y] is not a path");
    }

    private record Given(
            String bind$_$address,
            String https$_$port,
            String http$_$port,
            String state$_$dir,
            String admin$_$user,
            String trusted$_$proxies,
            String hsts$_$seconds)
            implements AccessConfiguration {

        Given(String address, String https, String http, String state, String user) {
            this(address, https, http, state, user, "", "");
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return AccessConfiguration.class;
        }
    }
}
