package org.flowgateway.backup.tck.broken;

import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.transport.support.DelegatingSession;

/** Law 11: a failure names the address with the login, the password encoded as in a URL. */
public final class UrlEncodesThePassword extends BrokenTransport {

    /** @param whole transport to break */
    public UrlEncodesThePassword(TransportProvider whole) {
        super(whole);
    }

    @Override
    TransportSession broken(TransportSession session, Optional<Secret> password) {
        return new DelegatingSession(session) {
            @Override
            public InputStream read(ObjectName name) throws TransportException {
                try {
                    return super.read(name);
                } catch (TransportException e) {
                    String text = password.map(secret -> new String(secret.characters()))
                            .orElse("");
                    String login = "user:" + URLEncoder.encode(text, StandardCharsets.UTF_8);
                    throw new TransportException(e.kind(), "Reading https://" + login + "@host/" + name + " failed", e);
                }
            }
        };
    }
}
