package com.example.backup.webdav;

import static com.example.backup.webdav.ScriptedServer.directory;
import static com.example.backup.webdav.ScriptedServer.response;
import static com.example.backup.webdav.ScriptedServer.status;
import static com.example.backup.webdav.ScriptedServer.multistatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Classification of each status of a server. */
class ResponseStatusTest {

    private static final ObjectName NAME = new ObjectName("object");
    private static final String LENGTH = "<d:resourcetype/><d:getcontentlength>10</d:getcontentlength>";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"400,UNKNOWN", "401,AUTHENTICATION", "403,DENIED", "405,UNKNOWN", "408,TIMEOUT", "423,DENIED", "429,THROTTLED", "500,UNKNOWN",
            "501,UNKNOWN", "502,CONNECTION_LOST", "503,THROTTLED", "504,TIMEOUT", "507,NO_SPACE", "200,UNKNOWN"})
    void statusesOfAListing(int status, FailureKind kind) throws Exception {
        assertThat(failure(session -> session.list(Optional.empty()), status(status), directory("/r/"))).isEqualTo(kind);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"401,AUTHENTICATION", "403,DENIED", "413,DENIED", "423,DENIED", "429,THROTTLED", "500,UNKNOWN", "503,THROTTLED", "507,NO_SPACE",
            "302,UNKNOWN"})
    void statusesOfAnUpload(int status, FailureKind kind) throws Exception {
        assertThat(failure(session -> session.put(NAME, BytesSource.of(new byte[0])), directory("/r/"), status(status), status(404)))
                .isEqualTo(kind);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"403,DENIED", "423,DENIED", "503,THROTTLED", "507,NO_SPACE", "500,UNKNOWN", "207,UNKNOWN"})
    void statusesOfAMove(int status, FailureKind kind) throws Exception {
        assertThat(failure(session -> session.put(NAME, BytesSource.of(new byte[0])), directory("/r/"), status(201), status(status),
                status == 207 ? status(204) : directory("/r/"), status(204))).isEqualTo(kind);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(status(302, "Location: http://localhost/elsewhere"));
                TransportSession session = session(server, "r")) {
            assertThat(failure(() -> session.list(Optional.empty())).getMessage()).contains("somewhere else").contains("302");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<d:response><d:href>/r/a</d:href>", "<d:response><d:href>/r/a</d:href><d:status>HTTP/1.1 403 No</d:status></d:response>",
            "<d:response></d:response>", "cut"})
    void aListingWithAHoleInItIsNone(String hole) throws Exception {
        String answer = multistatus(response("/r/", "<d:resourcetype><d:collection/></d:resourcetype>") + hole);
        assertThat(failure(session -> session.list(Optional.empty()),
                hole.equals("cut") ? answer.replace("</d:multistatus>", "                 ") : answer)).isEqualTo(FailureKind.UNKNOWN);
    }

    @Test
    void aListingOfSomethingElseIsNone() throws Exception {
        assertThat(failure(session -> session.list(Optional.empty()), directory("/other/"))).isEqualTo(FailureKind.UNKNOWN);
    }

    @Test
    void entitiesAreNotFollowed() throws Exception {
        String answer = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><d:multistatus xmlns:d=\"DAV:\">"
                + response("/r/&e;", LENGTH) + "</d:multistatus>";
        assertThat(failure(session -> session.stat(NAME), "HTTP/1.1 207 Told\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer))
                .isEqualTo(FailureKind.UNKNOWN);
    }

    @Test
    void freeSpaceIsToldByServersThatTellIt() throws Exception {
        assertThat(MultistatusReader.read(new ByteArrayInputStream(("<multistatus xmlns=\"DAV:\">" + response("/r/", "<d:quota-available-bytes>4711"
                + "</d:quota-available-bytes><d:resourcetype><d:collection/></d:resourcetype>").replace("d:", "") + "</multistatus>").getBytes(
                        StandardCharsets.UTF_8))).get(0).available()).hasValue(4711);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>", "<a/>", "text without an end ", "<response><href>/r/x</href><propstat><prop><getcontentlength>1</getcontentlength>"
            + "</prop><status>HTTP/1.1 200 OK</status></propstat></response>"})
    void anAnswerWithoutAnEndIsEnded(String part) {
        InputStream endless = new SequenceInputStream(new ByteArrayInputStream("<multistatus xmlns=\"DAV:\">".getBytes(StandardCharsets.UTF_8)),
                new InputStream() {
                    private final byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                    private int next;

                    @Override
                    public int read() {
                        byte one = bytes[next];
                        next = (next + 1) % bytes.length;
                        return one;
                    }
                });
        assertThat(catchThrowable(() -> MultistatusReader.read(endless))).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void anObjectWithoutALengthIsNotRead() throws Exception {
        assertThat(failure(session -> session.read(NAME), multistatus(response("/r/object", LENGTH)), "HTTP/1.1 200 Told\r\n\r\n0123456789"))
                .isEqualTo(FailureKind.UNKNOWN);
    }

    @Test
    void anObjectThatIsCutOffIsNotTakenForWhole() throws Exception {
        try (ScriptedServer server = new ScriptedServer(multistatus(response("/r/object", LENGTH)),
                "HTTP/1.1 200 Told\r\nContent-Length: 10\r\n\r\n01234");
                TransportSession session = session(server, "r"); InputStream object = session.read(NAME)) {
            assertThat(object.readNBytes(5)).hasSize(5);
            server.cut();
            assertThat(failure(object::readAllBytes).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
        }
    }

    private interface Use {
        void of(TransportSession session) throws TransportException;
    }

    private static FailureKind failure(Use use, String... script) throws Exception {
        try (ScriptedServer server = new ScriptedServer(script); TransportSession session = session(server, "r")) {
            return failure(() -> use.of(session)).kind();
        }
    }

    private static TransportException failure(ThrowingCallable call) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static TransportSession session(ScriptedServer server, String path) throws TransportException {
        return new WebdavTransport(WebdavTestConfiguration.withTimeout("", 10))
                .open(new TransportTarget(WebdavAddress.PLAIN, "localhost:" + server.port(), "", path), Optional.empty());
    }
}
