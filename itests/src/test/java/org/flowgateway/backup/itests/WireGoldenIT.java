package org.flowgateway.backup.itests;

import static org.flowgateway.backup.itests.GatewayClient.BACKUP;
import static org.flowgateway.backup.itests.GatewayClient.KEEPALIVE;
import static org.flowgateway.backup.itests.GatewayClient.PLANS;
import static org.flowgateway.backup.itests.GatewayClient.RESTORE;
import static org.flowgateway.backup.itests.GatewayClient.parse;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Golden test of the wire format: real clients of the contract break on any change. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WireGoldenIT {

    @Inject
    private BundleContext context;

    private GatewayFolder folder;
    private GatewayClient client;
    private JobClient jobs;

    @Configuration
    public Option[] gateway() {
        return GatewayContainer.of(WireGoldenIT.class);
    }

    @Before
    public void ready() {
        folder = GatewayContainer.folder();
        client = GatewayContainer.client().awaitReady();
        jobs = new JobClient(client);
    }

    @Test
    public void servicesAreTheContractsAndWhatItsClientsCallBesideIt() {
        String services = "[{'id':'mgmt.gateway_backup','versions':['1.0','1.1']},{'id':'common','versions':['1.0']},"
                + "{'id':'cascade.aaa','versions':['1.0']}]";
        assertEquals(json(services), client.withAuthorization(null).json("/api/common/1.0/services"));
        assertEquals(json(services), client.withAuthorization(null).json("/api/common/1.1/services"));
    }

    @Test
    public void authInfoNamesTheOneWayToLogIn() {
        assertEquals(
                json("{'supported_methods':['BASIC'],'specify_purpose':false,'login_banner':''}"),
                client.withAuthorization(null).json("/api/common/1.0/auth_info"));
    }

    @Test
    public void keepaliveIs204() {
        assertEmpty204(client.get(KEEPALIVE));
    }

    @Test
    public void statusIsWholeAfterAJob() {
        SampleTree.make(folder);
        long before = Instant.now().getEpochSecond();
        HttpResponse<String> answer = client.post(BACKUP, JobClient.request());
        assertEmpty204(answer);
        String path = folder.backups().toString();
        JsonNode ended = jobs.awaitBackup();
        long started = ended.get("timeStamp").longValue();
        assertTrue(
                ended.toString(),
                ended.get("timeStamp").isIntegralNumber()
                        && started >= before
                        && started <= Instant.now().getEpochSecond());
        String name = TreeState.names(folder.backups()).get(0);
        assertTrue(name, name.matches("[0-9]{8}_[0-9]{4}"));
        String localhost = "'host':'localhost','username':'mazu','message':'','path':'" + path + "'";
        assertEquals(
                json("[{'last_successful':{" + localhost + ",'subdir':'" + path + "/" + name + "','timeStamp':"
                        + started + "},'running':{" + localhost + ",'timeStamp':" + started
                        + ",'status':'COMPLETED'}}]"),
                client.json(BACKUP));

        JsonNode job = client.json(answer.headers().firstValue("Location").orElseThrow());
        assertEquals(
                List.of(
                        "id",
                        "operation",
                        "status",
                        "phase",
                        "host",
                        "username",
                        "path",
                        "subdir",
                        "timeStamp",
                        "ended",
                        "message",
                        "progress",
                        "warnings",
                        "notes",
                        "started_by",
                        "error"),
                names(job));
        assertEquals("COMPLETED", job.get("status").textValue());

        JsonNode restored = jobs.restore("no_cert", "false");
        assertEquals(
                json("{'host':'localhost','username':'mazu','message':'','path':'" + path + "/" + name + "','subdir':'"
                        + path + "/" + name + "','timeStamp':"
                        + restored.get("timeStamp").longValue() + ",'status':'COMPLETED'}"),
                restored);
    }

    @Test
    public void aRunningJobIsShownBeforeThePostAnswersAndKeepsOthersOut() {
        BlockingTransport far = new BlockingTransport();
        ServiceRegistration<TransportProvider> registration = context.registerService(
                TransportProvider.class,
                far,
                new Hashtable<>(Map.of(TransportProvider.SCHEME, BlockingTransport.SCHEME_NAME)));
        try {
            JsonNode successful = jobs.lastSuccessful();
            jobs.start(
                    BACKUP,
                    JobClient.request(
                            "hostname", "x-held://far", "username", "me", "password", "p", "path", "some/where"));
            JsonNode running = jobs.running();
            assertEquals(
                    json("{'host':'x-held://far','username':'me','message':'','path':'some/where','timeStamp':"
                            + running.get("timeStamp").longValue() + ",'status':'EXECUTING'}"),
                    running);
            assertEquals(successful, jobs.lastSuccessful());
            far.awaitEntered();
            for (String operation : List.of(BACKUP, RESTORE)) {
                String text = assertRefused(400, "BAD_REQUEST", client.post(operation, JobClient.request()));
                String since = Instant.ofEpochSecond(running.get("timeStamp").longValue())
                        .toString();
                assertTrue(
                        text, text.contains("backup") && text.contains(since) && text.contains("checking the target"));
            }
        } finally {
            far.release();
        }
        // A login that the target refuses ends the job and is never a 401: clients drop their own session at one.
        JsonNode ended = jobs.awaitBackup();
        registration.unregister();
        JobClient.assertError(ended, BlockingTransport.REFUSAL);
    }

    @Test
    public void unknownPathsAndMethodsBelowApiHaveTheErrorBodyToo() {
        for (String path : List.of(
                "/api",
                "/api/",
                "/api/nothing",
                "/api/mgmt.gateway_backup",
                "/api/mgmt.gateway_backup/1.0",
                "/api/mgmt.gateway_backup/1.0/backups",
                "/api/mgmt.gateway_backup/2.0/backup",
                "/api/common/1.2/services",
                BACKUP + "/x",
                "/api/mgmt.gateway_backup/1.1/jobs",
                "/api/mgmt.gateway_backup/1.1/jobs/none-000001",
                "/api/application.wadl",
                "/api/a%20b%C3%A9")) {
            assertRefused(404, "BAD_REQUEST", client.get(path));
        }
        for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE", "BREW")) {
            for (String path : List.of(BACKUP, RESTORE, KEEPALIVE, "/api/common/1.0/services")) {
                assertRefused(
                        405,
                        "BAD_REQUEST",
                        client.send(client.request(path)
                                .method(method, BodyPublishers.noBody())
                                .build()));
            }
        }
        assertRefused(405, "BAD_REQUEST", client.post("/api/common/1.0/services", "{}"));
    }

    @Test
    public void errorsOf11SayWhichPropertyIsWrongAndWhatToDo() {
        HttpResponse<String> answer = client.post(PLANS, "{'hostname':'localhost'}".replace('\'', '"'));
        assertRefused(400, "BAD_REQUEST", answer);
        assertEquals(
                json("{'code':'http.security-password-missing','property':'security_pwd',"
                        + "'action':'Set it to the password of the backup'}"),
                parse(answer.body()).get("error_info"));
        answer = client.get("/api/mgmt.gateway_backup/1.1/jobs/none-000001");
        assertRefused(404, "BAD_REQUEST", answer);
        assertEquals(
                json("{'code':'http.no-resource','property':null,'action':'Correct the path'}"),
                parse(answer.body()).get("error_info"));
    }

    /** Compares bytes, since a client library may hide what it thinks does not matter. */
    @Test
    public void a204IsNothingButItsHeaders() throws IOException {
        try (Socket socket =
                TrustAllCertificates.context().getSocketFactory().createSocket("127.0.0.1", client.port())) {
            socket.getOutputStream()
                    .write(("GET " + KEEPALIVE + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nAuthorization: "
                                    + GatewayClient.basic(GatewayContainer.USER, System.getProperty("itests.password"))
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer, answer.startsWith("HTTP/1.1 204 ") && answer.endsWith("\r\n\r\n"));
            String headers = answer.toLowerCase(Locale.ROOT);
            for (String header : List.of(
                    "content-type", "content-length", "transfer-encoding", "server", "x-powered-by", "set-cookie")) {
                assertFalse(answer, headers.contains("\r\n" + header + ":"));
            }
        }
    }

    private static void assertEmpty204(HttpResponse<String> answer) {
        assertEquals(answer.body(), 204, answer.statusCode());
        assertEquals("", answer.body());
        assertTrue(
                answer.headers().map().toString(),
                answer.headers().firstValue("Content-Type").isEmpty());
    }

    /** Returns the text of a refusal that has exactly the two keys, and below 1.1 also {@code error_info}. */
    static String assertRefused(int status, String id, HttpResponse<String> answer) {
        String shown = answer.request().method() + " " + answer.uri() + ": " + answer.statusCode() + " "
                + answer.headers().map() + answer.body();
        assertEquals(shown, status, answer.statusCode());
        assertTrue(shown, answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json"));
        JsonNode body = parse(answer.body());
        if (answer.uri().getPath().startsWith("/api/mgmt.gateway_backup/1.1/")) {
            assertEquals(shown, List.of("error_id", "error_text", "error_info"), names(body));
            assertEquals(shown, List.of("code", "property", "action"), names(body.get("error_info")));
            String code = body.get("error_info").get("code").textValue();
            assertTrue(shown, code.matches("[a-z0-9-]+\\.[a-z0-9-]+"));
        } else {
            assertEquals(shown, List.of("error_id", "error_text"), names(body));
        }
        assertEquals(shown, id, body.get("error_id").textValue());
        assertFalse(shown, body.get("error_text").textValue().isBlank());
        return body.get("error_text").textValue();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode json(String withSingleQuotes) {
        return parse(withSingleQuotes.replace('\'', '"'));
    }
}
