package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.GatewayClient.object;
import static org.flowgateway.backup.itests.GatewayClient.parse;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Invalid requests of every kind: each is answered with the problem and starts nothing; this gateway has never run a job. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MalformedRequestIT {

    private static final String NO_BACKUP =
            "[{\"last_successful\":{\"host\":\"\",\"username\":\"\",\"message\":\"\",\"path\":\"\","
                    + "\"subdir\":\"\",\"timeStamp\":0},\"running\":{\"host\":\"\",\"username\":\"\",\"message\":\"\",\"path\":\"\",\"timeStamp\":0,"
                    + "\"status\":\"NONE\"}}]";
    private static final String NO_RESTORE =
            "{\"host\":\"\",\"username\":\"\",\"message\":\"\",\"path\":\"\",\"subdir\":\"\",\"timeStamp\":0,"
                    + "\"status\":\"NONE\"}";

    private GatewayClient client;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(MalformedRequestIT.class);
    }

    @Before
    public void ready() {
        client = GatewayContainer.client().awaitReady();
    }

    @After
    public void nothingWasStarted() {
        assertEquals(parse(NO_BACKUP), client.json(BACKUP));
        assertEquals(parse(NO_RESTORE), client.json(RESTORE));
        assertFalse(Files.exists(GatewayContainer.folder().backups()));
    }

    @Test
    public void bodiesThatAreNotOneJsonObject() {
        String good = JobClient.request();
        for (String body : List.of(
                "",
                " ",
                "null",
                "[]",
                "[" + good + "]",
                "\"text\"",
                "1",
                "not JSON",
                "{",
                "{}}",
                good + " x",
                good + good,
                good + ",",
                good.replace('"', '\''),
                "{\"hostname\"}",
                good.substring(1),
                "\0" + good,
                "// comment\n" + good,
                good.replace("}", ",}"),
                "a=b&hostname=localhost",
                "<backup/>")) {
            refusedByBoth(body.getBytes(StandardCharsets.UTF_8));
        }
        refusedByBoth(good.getBytes(StandardCharsets.UTF_16));
        byte[] notUtf8 = good.replace("localhost", "localh?st").getBytes(StandardCharsets.UTF_8);
        notUtf8[good.indexOf("localhost") + 6] = (byte) 0xff;
        refusedByBoth(notUtf8);
    }

    @Test
    public void otherContentTypes() {
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json;charset=utf-16",
                "multipart/form-data")) {
            refused(client.send(client.request(BACKUP)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(JobClient.request()))
                    .build()));
        }
    }

    @Test
    public void propertiesThatAreUnknownOrStandTwice() {
        assertTrue(refusedByBoth(JobClient.request("colour", "red")).contains("colour"));
        assertTrue(refusedByBoth(JobClient.request("Hostname", "localhost")).contains("Hostname"));
        assertTrue(refused(client.post(BACKUP, JobClient.request("no_cert", "true")))
                .contains("no_cert"));
        assertTrue(refusedByBoth(JobClient.request("\0\u001b[31m" + "x".repeat(5000), ""))
                        .length()
                < 500);
        String twice = "{\"hostname\":\"localhost\",\"security_pwd\":\"CANARY\",\"security_pwd\":\"CANARY\"}";
        String text = refusedByBoth(twice);
        assertTrue(text, text.contains("security_pwd") && !text.contains("CANARY"));
    }

    @Test
    public void valuesOfAnotherType() {
        for (String name : List.of("hostname", "username", "password", "path", "security_pwd")) {
            for (Object value : List.of(1, 1.5, true, List.of("localhost"), Map.of("a", "b"))) {
                Map<String, Object> properties = new TreeMap<>(Map.of("hostname", "localhost", "security_pwd", "p"));
                properties.put(name, value);
                assertTrue(refusedByBoth(object(properties)).contains(name));
            }
        }
    }

    @Test
    public void hostnameAndSecurityPasswordAreRequired() {
        for (String body : List.of(
                "{\"security_pwd\":\"p\"}",
                "{\"hostname\":\"\",\"security_pwd\":\"p\"}",
                "{\"hostname\":null,\"security_pwd\":\"p\"}",
                "{\"hostname\":\" \",\"security_pwd\":\"p\"}")) {
            assertTrue(refusedByBoth(body).contains("hostname"));
        }
        for (String body : List.of(
                "{\"hostname\":\"localhost\"}",
                "{\"hostname\":\"localhost\",\"security_pwd\":\"\"}",
                "{\"hostname\":\"localhost\",\"security_pwd\":null}")) {
            assertTrue(refusedByBoth(body).contains("security_pwd"));
        }
    }

    @Test
    public void valuesThatAreTooLong() {
        Map.of("hostname", 255, "username", 255, "path", 4096).forEach((name, most) -> {
            String text = refusedByBoth(JobClient.request(name, "/" + "x".repeat(most)));
            assertTrue(text, text.contains(name) && !text.contains("xxxxxx"));
        });
        // Code points after NFC: e + accent is one, and so is a character beyond the first plane.
        for (String password : List.of("p".repeat(1025), "e\u0301".repeat(1025), "\uD83D\uDD11".repeat(1025))) {
            String text = refusedByBoth(JobClient.request("security_pwd", password));
            assertTrue(text, text.contains("security_pwd") && text.contains("1025"));
        }
        for (String password : List.of("p".repeat(1024), "e\u0301".repeat(1024), "\uD83D\uDD11".repeat(1024))) {
            // It passes that check; the target is checked later and refused.
            assertTrue(refusedByBoth(JobClient.request("security_pwd", password, "hostname", "x-none://a"))
                    .contains("x-none"));
        }
    }

    @Test
    public void controlCharactersAndHalfCharacters() {
        for (String name : List.of("hostname", "username", "password", "path", "security_pwd")) {
            for (String bad : List.of("\\u0000", "\\n", "\\u007f", "\\u0085", "\\ud83d", "\\udd11", "\\udd11\\ud83d")) {
                String body = JobClient.request(name, "HERE").replace("HERE", "CANARY" + bad);
                String text = refusedByBoth(body);
                assertTrue(text, text.contains(name) && !text.contains("CANARY"));
            }
        }
    }

    @Test
    public void bodiesOfMoreThan64KiB() {
        String body = JobClient.request("path", "x".repeat(64 * 1024));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (String call : List.of(BACKUP, RESTORE)) {
            WireGoldenIT.assertRefused(413, "BAD_REQUEST", client.post(call, body));
            WireGoldenIT.assertRefused(
                    413, "BAD_REQUEST", client.post(call, " ".repeat(64 * 1024) + JobClient.request()));
            WireGoldenIT.assertRefused(
                    413,
                    "BAD_REQUEST",
                    client.send(client.request(call)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                            .build()));
        }
    }

    @Test
    public void bodiesThatAreCompressed() {
        for (String call : List.of(BACKUP, RESTORE)) {
            String text = WireGoldenIT.assertRefused(
                    415,
                    "BAD_REQUEST",
                    client.send(client.request(call)
                            .header("Content-Type", "application/json")
                            .header("Content-Encoding", "gzip")
                            .POST(BodyPublishers.ofString(JobClient.request()))
                            .build()));
            assertTrue(text, text.contains("Content-Encoding"));
        }
    }

    @Test
    public void hostnamesWithALoginAreRefusedAndNotRepeated() {
        for (String hostname :
                List.of("mazu:CANARY@far", "sftp://mazu:CANARY@far", "mazu@CANARY", "s3://CANARY:x@bucket")) {
            String text = refusedByBoth(
                    JobClient.request("hostname", hostname, "username", "u", "password", "p", "path", "/p"));
            assertTrue(text, text.contains("hostname") && !text.contains("CANARY"));
        }
    }

    @Test
    public void targetsThatAreNone() {
        for (String hostname : List.of("file:///etc", "FILE://x", "local://x", "local:///etc")) {
            assertTrue(refusedByBoth(JobClient.request("hostname", hostname)).contains("not a target"));
        }
        String unknown =
                refusedByBoth(JobClient.request("hostname", "x-none://somewhere", "username", "u", "password", "p"));
        assertTrue(unknown, unknown.contains("x-none") && unknown.contains("localhost"));
        for (String hostname :
                List.of("a b", "host:0", "host:65536", "host:x", "[::1", "::1]", "-", "a/b", "://", "1:2:3:g")) {
            refusedByBoth(JobClient.request("hostname", hostname, "username", "u", "password", "p", "path", "/p"));
        }
    }

    @Test
    public void whatAPlainHostNeedsIsAskedForBeforeItsTransport() {
        assertTrue(refusedByBoth(JobClient.request("hostname", "far.example")).contains("username"));
        assertTrue(refusedByBoth(JobClient.request("hostname", "far.example", "username", "u"))
                .contains("path"));
    }

    @Test
    public void pathsOutsideTheDirectoryForBackups() {
        String backups = GatewayContainer.folder().backups().toString();
        for (String path :
                List.of("/etc", "/", "relative", "../x", backups + "/../gateway", backups + "x", "/mnt/data", "~")) {
            refusedByBoth(JobClient.request("path", path));
        }
    }

    @Test
    public void flagsThatAreNeitherTrueNorFalse() {
        for (String flag : List.of("\"\"", "\"TRUE\"", "\"yes\"", "\" true\"", "1", "0", "[true]", "{}")) {
            String body = JobClient.request("no_cert", "HERE").replace("\"HERE\"", flag);
            assertTrue(refused(client.post(RESTORE, body)).contains("no_cert"));
        }
    }

    private String refusedByBoth(String body) {
        return refusedByBoth(body.getBytes(StandardCharsets.UTF_8));
    }

    private String refusedByBoth(byte[] body) {
        refused(client.post(RESTORE, body));
        return refused(client.post(BACKUP, body));
    }

    private static String refused(HttpResponse<String> answer) {
        return WireGoldenIT.assertRefused(400, "BAD_REQUEST", answer);
    }
}
