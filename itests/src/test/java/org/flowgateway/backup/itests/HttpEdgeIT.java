package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.KEEPALIVE;
import static org.flowgateway.backup.itests.GatewayClient.SERVICES;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Distribution under an attack on its logins, behind nginx with a path prefix, and with changing certificates. */
public class HttpEdgeIT {

    private static final int ATTACKERS = 60;

    private GatewayProcess gateway;
    private GatewayClient client;
    private int http;

    @Before
    public void start() {
        gateway = GatewayProcess.unpack("gateway-backup.tar.gz", "http-edge");
        SampleTree.make(gateway.folder());
        http = GatewayContainer.freePort();
        client = gateway.with("GATEWAY_HTTP_PORT", Integer.toString(http))
                .with("GATEWAY_TRUSTED_PROXIES", "127.0.0.1")
                .with("GATEWAY_HSTS_SECONDS", "3600")
                .start()
                .client();
    }

    @After
    public void end() {
        gateway.close();
    }

    @Test
    public void wrongLoginsDelayNobodyElse() throws Exception {
        assertEquals(204, client.get(KEEPALIVE).statusCode());
        Set<Integer> told = new ConcurrentSkipListSet<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        try {
            List<Future<?>> attacks = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                String name = i % 2 == 0 ? GatewayContainer.USER : "nobody" + i;
                attacks.add(attackers.submit(() -> {
                    for (int guess = 0; !enough.get(); guess++) {
                        HttpResponse<String> answer = client.withAuthorization(
                                        GatewayClient.basic(name, "wrong" + guess))
                                .get(BACKUP);
                        told.add(answer.statusCode());
                        answered.incrementAndGet();
                        assertEquals(
                                answer.statusCode() == 429,
                                answer.headers().firstValue("Retry-After").isPresent());
                    }
                }));
            }
            Await.until("the attack is on", () -> told.containsAll(Set.of(401, 429)) && answered.get() > 2 * ATTACKERS);
            for (int i = 0; i < 20; i++) {
                assertEquals(200, client.withAuthorization(null).get(SERVICES).statusCode());
                assertEquals(204, client.get(KEEPALIVE).statusCode());
            }
            // A user at another address, whose login is not remembered: it waits for a moment at most.
            Await.until(
                    "another user logs in",
                    () -> status(
                                    "127.0.0.9",
                                    "admin:" + GatewayProcess.PASSWORD,
                                    "http://127.0.0.1:" + http + KEEPALIVE)
                            == 204);
            enough.set(true);
            for (Future<?> attack : attacks) {
                attack.get(60, TimeUnit.SECONDS);
            }
        } finally {
            attackers.shutdownNow();
        }
        assertEquals(Set.of(401, 429), new TreeSet<>(told));
    }

    @Test
    public void behindNginxWithAPathPrefix() throws Exception {
        try (NginxProxy nginx = NginxProxy.before(gateway.folder(), http)) {
            String direct = "http://127.0.0.1:" + http;
            String api = nginx.address() + "/gateways/fg1";
            String started = curl(
                    "127.0.0.5",
                    "-i",
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    JobClient.request(),
                    "-u",
                    "admin:" + GatewayProcess.PASSWORD,
                    api + BACKUP);
            String location = started.lines()
                    .filter(line -> line.regionMatches(true, 0, "location: ", 0, 10))
                    .findFirst()
                    .orElseThrow()
                    .substring(10)
                    .strip();
            assertTrue(started, location.startsWith("/gateways/fg1/api/mgmt.gateway_backup/1.1/jobs/"));
            assertTrue("HSTS for who came over HTTPS", started.contains("Strict-Transport-Security: max-age=3600"));
            assertEquals(200, status("127.0.0.5", "admin:" + GatewayProcess.PASSWORD, nginx.address() + location));
            new JobClient(client).awaitBackup();

            // Five wrong passwords from one address pause that address, and no other.
            assertThrottled("127.0.0.6", api, "");
            assertEquals(
                    "behind the same proxy",
                    204,
                    status("127.0.0.7", "admin:" + GatewayProcess.PASSWORD, api + KEEPALIVE));
            // Invented addresses have no effect: nginx adds the real one, and headers of untrusted peers are ignored.
            assertThrottled("127.0.0.8", api, "192.0.2.");
            assertThrottled("127.0.0.9", direct, "192.0.2.");
            String refused = curl(
                    "127.0.0.10",
                    "-i",
                    "-H",
                    "X-Forwarded-Prefix: /evil",
                    "-H",
                    "X-Forwarded-Proto: https",
                    "-u",
                    "admin:" + GatewayProcess.PASSWORD,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    JobClient.request(),
                    direct + BACKUP);
            assertTrue(refused, refused.contains("Location: /api/"));
            assertFalse(refused, refused.contains("Strict-Transport-Security"));
            new JobClient(client).awaitBackup();
        }
    }

    @Test
    public void certificatesAreAppliedAndHalfAPairIsRefused() throws Exception {
        Path tls = gateway.folder().state().resolve("tls");
        byte[] first = served();
        Path made = Files.createDirectories(gateway.folder().path().resolve("made"));
        SystemCommands.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "3",
                "-subj",
                "/CN=localhost",
                "-keyout",
                made.resolve("key.pem").toString(),
                "-out",
                made.resolve("certificate.pem").toString());

        SystemCommands.run(
                "mv", made.resolve("key.pem").toString(), tls.resolve("key.pem").toString());
        Await.until("half a pair is told", () -> client.get(SERVICES).body().contains("does not belong"));
        String told = client.get(SERVICES).body();
        assertTrue(
                told,
                told.contains(tls.resolve("key.pem").toString())
                        && told.contains(tls.resolve("certificate.pem").toString()));
        assertTrue(Arrays.equals(first, served()));

        SystemCommands.run(
                "cp",
                made.resolve("certificate.pem").toString(),
                tls.resolve("certificate.pem").toString());
        Await.until("the pair is taken up", () -> !Arrays.equals(first, servedOrFail()));
        Await.until("its end is told", () -> client.get(SERVICES).body().contains("expires at"));
        assertEquals(200, client.get(SERVICES).statusCode());
        assertNotEquals(-1, client.get(SERVICES).body().indexOf("certificate.pem"));
    }

    /** Guesses until a pause, each time with another address that the client invents. */
    private static void assertThrottled(String from, String api, String invented) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 12 && !told.contains("429"); i++) {
            String header = invented.isEmpty() ? "X-Nothing: x" : "X-Forwarded-For: " + invented + i;
            told.add(curl(
                    from,
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}",
                    "-u",
                    "admin:wrong" + i,
                    "-H",
                    header,
                    api + KEEPALIVE));
        }
        assertTrue(told.toString(), told.contains("429") && told.indexOf("429") >= 5);
    }

    private static int status(String from, String login, String url) {
        return Integer.parseInt(curl(from, "-o", "/dev/null", "-w", "%{http_code}", "-u", login, url));
    }

    private static String curl(String from, String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sk", "--interface", from));
        command.addAll(List.of(arguments));
        return SystemCommands.run(command.toArray(String[]::new));
    }

    private byte[] served() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                TrustAllCertificates.context().getSocketFactory().createSocket("127.0.0.1", client.port())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].getEncoded();
        }
    }

    private byte[] servedOrFail() {
        try {
            return served();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError("Not a certificate", e);
        }
    }
}
