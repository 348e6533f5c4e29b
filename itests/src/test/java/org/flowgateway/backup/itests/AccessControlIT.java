package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.KEEPALIVE;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.WireGoldenIT.assertRefused;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Permissions of users, and the gateway's TLS identity. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AccessControlIT {

    private static final List<String> PROTECTED =
            List.of(BACKUP, RESTORE, KEEPALIVE, "/api/mgmt.gateway_backup/1.1/jobs/backup-000001");

    private GatewayFolder folder;
    private GatewayClient client;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(AccessControlIT.class);
    }

    @Before
    public void ready() {
        folder = GatewayContainer.folder();
        client = GatewayContainer.client().awaitReady();
    }

    @Test
    public void withoutCredentialsEveryProtectedCallIs401() {
        for (String path : PROTECTED) {
            assertUnauthorized("AUTH_REQUIRED", client.withAuthorization(null).get(path));
        }
        assertUnauthorized("AUTH_REQUIRED", client.withAuthorization(null).post(BACKUP, JobClient.request()));
        assertUnauthorized("AUTH_REQUIRED", client.withAuthorization(null).post(RESTORE, "not JSON either"));
    }

    @Test
    public void wrongOrMalformedCredentialsAre401() {
        String right = System.getProperty("itests.password");
        for (String header : List.of(
                GatewayClient.basic("admin", right + "x"),
                GatewayClient.basic("admin", ""),
                GatewayClient.basic("nobody", right),
                GatewayClient.basic("ADMIN", right),
                "Basic",
                "Basic %%%",
                "Bearer " + right,
                "Basic " + Base64.getEncoder().encodeToString("admin".getBytes(StandardCharsets.UTF_8)),
                "Basic " + Base64.getEncoder().encodeToString(new byte[] {'a', ':', (byte) 0xff}),
                GatewayClient.basic("_g_:admingroup", right))) {
            for (String path : PROTECTED) {
                HttpResponse<String> answer = client.withAuthorization(header).get(path);
                assertUnauthorized("AUTH_INVALID_CREDENTIALS", answer);
                assertFalse(header, answer.body().contains(right));
            }
        }
    }

    @Test
    public void aViewerMayReadAndStartNothing() throws IOException {
        Files.writeString(
                folder.state().resolve("users.properties"),
                "watcher = seeing,viewer\nidle = idle\noperator = turning,backup-operator\n",
                StandardOpenOption.APPEND);
        GatewayClient viewer = client.withAuthorization(GatewayClient.basic("watcher", "seeing"));
        Await.until(
                "the new user's password is hashed", () -> viewer.get(KEEPALIVE).statusCode() == 204);
        for (String path : List.of(BACKUP, RESTORE, KEEPALIVE)) {
            assertTrue(path, viewer.get(path).statusCode() < 300);
        }
        JsonNode before = client.json(BACKUP);
        assertRefused(403, "AUTH_INVALID_CREDENTIALS", viewer.post(BACKUP, JobClient.request()));
        assertRefused(403, "AUTH_INVALID_CREDENTIALS", viewer.post(RESTORE, JobClient.request()));
        assertEquals(before, client.json(BACKUP));
        assertUnauthorized(
                "AUTH_INVALID_CREDENTIALS",
                client.withAuthorization(GatewayClient.basic("idle", "idle")).get(BACKUP));
        GatewayClient operator = client.withAuthorization(GatewayClient.basic("operator", "turning"));
        assertRefused(400, "BAD_REQUEST", operator.post(BACKUP, "{}"));
    }

    @Test
    public void onlyTls12And13AreAccepted() throws IOException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = (SSLSocket)
                    TrustAllCertificates.context().getSocketFactory().createSocket("127.0.0.1", client.port())) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();
                assertEquals(version, socket.getSession().getProtocol());
            }
        }
        assertEquals(
                "TLS 1.2, by the same bytes",
                ClientHello.HANDSHAKE,
                ClientHello.of(0x0303).answerOf(client.port()));
        assertEquals("TLS 1.1", ClientHello.ALERT, ClientHello.of(0x0302).answerOf(client.port()));
        assertEquals("TLS 1.0", ClientHello.ALERT, ClientHello.of(0x0301).answerOf(client.port()));
    }

    /** Checks the certificate, in this one test: a client that pins the file needs no check switched off. */
    @Test
    public void serverUsesTheCertificateInTheStateDirectory() throws Exception {
        SSLContext pinned = SSLContext.getInstance("TLS");
        pinned.init(null, trusting(certificate()).getTrustManagers(), null);
        HttpClient strict = HttpClient.newBuilder().sslContext(pinned).build();
        for (String host : List.of("localhost", "127.0.0.1")) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://" + host + ":" + client.port() + GatewayClient.SERVICES))
                    .build();
            HttpResponse<String> answer = strict.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("Server").isEmpty());
        }
    }

    private Certificate certificate() throws IOException, GeneralSecurityException {
        try (InputStream file = Files.newInputStream(folder.state().resolve("tls/certificate.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    private static TrustManagerFactory trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("gateway", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private static void assertUnauthorized(String id, HttpResponse<String> answer) {
        assertRefused(401, id, answer);
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("none");
        assertTrue(challenge, challenge.startsWith("Basic realm=\""));
    }
}
