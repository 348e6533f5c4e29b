package org.flowgateway.backup.access;

import java.net.InetAddress;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and TLS clients for servers on loopback. */
final class GatewayServerFixture {

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private GatewayServerFixture() {}

    /** Makes a key and its self-signed certificate. */
    static TlsIdentity newIdentity() throws Exception {
        return new SelfSignedCertificate(Clock.systemUTC(), new SecureRandom())
                .make(HostNames.names(), HostNames.addresses(LOOPBACK));
    }

    /** Connects to a server, trusting its certificate and no other. */
    static SSLSocket connect(TlsIdentity identity, int port) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", identity.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(LOOPBACK, port);
    }
}
