package org.flowgateway.backup.transport.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.sftp.common.SftpConstants;
import org.flowgateway.backup.spi.transport.Capability;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that omit, refuse or answer oddly the optional parts of SFTP: backups work all the same. */
@Timeout(300)
class NonconformingServerTest extends SftpFixture {

    private static final BytesSource SOURCE = BytesSource.random(100_000, 1);

    private final NonconformingSftp sftp = new NonconformingSftp();
    private String extensions;

    private String server;

    private TransportSession open() throws Exception {
        MinaServer mina = new MinaServer(Files.createDirectories(base.resolve("home")), sftp);
        ending(extensions == null ? mina : mina.withExtensions(extensions)).start();
        server = "127.0.0.1:" + mina.port();
        return session(transport(configured()), mina, MinaServer.PASSWORD);
    }

    /** Makes the calls of a backup and a restore, and asserts that no orphan is left. */
    private Probe use(TransportSession session) throws Exception {
        Probe probe = session.probe();
        session.put(name("d/one"), SOURCE);
        session.put(name("d/one"), SOURCE);
        session.put(name("d/packs/two"), SOURCE);
        assertThat(session.list(Optional.of(name("d"))))
                .extracting(ListEntry::name)
                .containsExactlyInAnyOrder("one", "packs");
        assertThat(session.list(Optional.of(name("missing")))).isEmpty();
        assertThat(session.stat(name("d/one"))).contains(ObjectAttributes.ofLength(SOURCE.length()));
        assertThat(session.stat(name("missing"))).isEmpty();
        assertThat(content(session, name("d/packs/two"))).isEqualTo(SOURCE.bytes());
        session.delete(name("d/one"));
        session.delete(name("d/one"));
        session.delete(name("d/packs/two"));
        try (var left = Files.list(base.resolve("home/backups"))) {
            assertThat(left).isEmpty();
        }
        List<String> notices = session.notices();
        this.notices = notices;
        return probe;
    }

    private List<String> notices;

    @ParameterizedTest
    @ValueSource(ints = {NonconformingSftp.UNSUPPORTED, NonconformingSftp.NO_SUCH_FILE, NonconformingSftp.FAILURE})
    @DisplayName("a refused statvfs leaves the free space unknown, and everything else works")
    void freeSpace(int status) throws Exception {
        extensions = "statvfs@openssh.com=2,hardlink@openssh.com=1,fsync@openssh.com=1";
        Probe probe = use(openRefusing("statvfs@openssh.com", status));
        assertThat(probe.freeBytes()).isEmpty();
        assertThat(probe.capabilities())
                .containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.LINK, Capability.DURABLE);
        assertThat(sftp.asked("statvfs@openssh.com")).isPositive();
    }

    /** Fails unless one session reported a notice once. */
    private void assertNoticed(SftpNoticeMessage message) {
        assertThat(notices).containsOnlyOnce(message.with(server).text());
    }

    private TransportSession openRefusing(Object request, int status) throws Exception {
        sftp.refusing(request, status);
        return open();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                NonconformingSftp.UNSUPPORTED,
                NonconformingSftp.NO_SUCH_FILE,
                NonconformingSftp.FAILURE,
                SftpConstants.SSH_FX_PERMISSION_DENIED
            })
    @DisplayName("refused hard links are replaced by renames, reported once, and tried once per session")
    void hardLinks(int status) throws Exception {
        Probe probe = use(openRefusing("hardlink@openssh.com", status));
        assertThat(probe.capabilities()).containsExactly(Capability.DURABLE);
        assertThat(sftp.asked("hardlink@openssh.com")).isEqualTo(1);
        assertNoticed(SftpNoticeMessage.NO_HARD_LINKS);
    }

    @ParameterizedTest
    @ValueSource(ints = {NonconformingSftp.UNSUPPORTED, NonconformingSftp.FAILURE})
    @DisplayName("a refused fsync, also of files, is reported once, and everything else works")
    void sync(int status) throws Exception {
        Probe probe = use(openRefusing("fsync@openssh.com", status));
        assertThat(probe.capabilities()).containsExactlyInAnyOrder(Capability.EXCLUSIVE_CREATE, Capability.LINK);
        assertNoticed(SftpNoticeMessage.FILES_NOT_SYNCED);
    }

    @Test
    @DisplayName("a reply without names instead of EOF ends a listing")
    void emptyEnd() throws Exception {
        sftp.endingListingsEmpty();
        use(open());
        assertThat(sftp.asked(SftpConstants.SSH_FXP_READDIR)).isLessThan(200);
    }

    @Test
    @DisplayName("a size that is correct only after CLOSE is requested by name then")
    void sizeAfterClose() throws Exception {
        sftp.forgettingSizes();
        use(open());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {NonconformingSftp.UNSUPPORTED, NonconformingSftp.FAILURE, SftpConstants.SSH_FX_PERMISSION_DENIED})
    @DisplayName("sizes are requested by name if FSTAT is refused")
    void noFstat(int status) throws Exception {
        use(openRefusing(SftpConstants.SSH_FXP_FSTAT, status));
    }

    @Test
    @DisplayName("absence is detected by a listing if FAILURE is the server's only error")
    void onlyFailure() throws Exception {
        sftp.failingOnly();
        use(open());
    }

    @Test
    @DisplayName("a missing directory is created although FAILURE is the server's only error, and it has no hard links")
    void onlyFailureWithoutLinks() throws Exception {
        sftp.failingOnly();
        extensions = "";
        use(open());
    }

    @Test
    @DisplayName("a file without a reported type is a directory if it can be listed")
    void noTypes() throws Exception {
        sftp.omittingTypes();
        use(open());
    }

    @Test
    @DisplayName("files are created without exclusive flag and permissions if the server supports neither")
    void plainOpens() throws Exception {
        sftp.takingPlainOpensOnly();
        use(open());
        assertNoticed(SftpNoticeMessage.PERMISSIONS_IGNORED);
    }

    @Test
    @DisplayName("STAT replaces LSTAT on a server without symbolic links")
    void noLstat() throws Exception {
        use(openRefusing(SftpConstants.SSH_FXP_LSTAT, NonconformingSftp.UNSUPPORTED));
        assertNoticed(SftpNoticeMessage.LINKS_FOLLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {NonconformingSftp.UNSUPPORTED, NonconformingSftp.FAILURE, SftpConstants.SSH_FX_PERMISSION_DENIED})
    @DisplayName("relative paths are used if the server does not report the home directory")
    void noRealPath(int status) throws Exception {
        use(openRefusing(SftpConstants.SSH_FXP_REALPATH, status));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                SftpConstants.SSH_FX_FILE_ALREADY_EXISTS,
                SftpConstants.SSH_FX_DIR_NOT_EMPTY,
                NonconformingSftp.UNSUPPORTED,
                SftpConstants.SSH_FX_BAD_MESSAGE
            })
    @DisplayName("a directory that is not empty is kept, whatever code the server reports")
    void fullDirectory(int code) throws Exception {
        sftp.reportingFullDirectories(code);
        use(open());
    }

    @Test
    @DisplayName("the message of a FAILURE of a write names the directory and possible reasons")
    void failureExplained() throws Exception {
        TransportSession session = open();
        session.probe();
        sftp.refusing(SftpConstants.SSH_FXP_WRITE, NonconformingSftp.FAILURE);
        TransportException failure = failure(() -> session.put(name("object"), SOURCE));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(assertMessage(failure, SftpMessage.SERVER_FAILURE))
                .hasMessageContaining("\"status 4\"")
                .hasMessageContaining(server + " failed")
                .hasMessageContaining("The directory is there (mode 0700)");
        sftp.saying("quota of backup is used up");
        assertThat(failure(() -> session.put(name("object"), SOURCE)))
                .hasMessageContaining("\"quota of backup is used up (status 4)\"");
    }

    @Test
    @DisplayName("the server's text beyond the code is in the message")
    void serverText() throws Exception {
        sftp.refusing(SftpConstants.SSH_FXP_WRITE, SftpConstants.SSH_FX_PERMISSION_DENIED)
                .saying("Uploads are closed\u001b[2J for today");
        TransportSession session = open();
        TransportException failure = failure(session::probe);
        assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
        assertThat(assertMessage(failure, SftpMessage.NO_PERMISSION))
                .hasMessageContaining("\"Uploads are closed [2J for today (status 3)\"");
    }

    @Test
    @DisplayName("a temporary file that the server does not remove does not fail the call that wrote it")
    void temporaryFileNotRemoved() throws Exception {
        TransportSession session = openRefusing(SftpConstants.SSH_FXP_REMOVE, NonconformingSftp.FAILURE);
        session.put(name("object"), SOURCE);
        assertThat(content(session, name("object"))).isEqualTo(SOURCE.bytes());
        assertThat(session.list(Optional.empty())).extracting(ListEntry::name).containsExactly("object");
    }

    @Test
    @DisplayName("OpenSSH's rename is used after a check of the name if there is no other")
    void onlyPosixRename() throws Exception {
        extensions = "posix-rename@openssh.com=1";
        use(openRefusing(SftpConstants.SSH_FXP_RENAME, NonconformingSftp.UNSUPPORTED));
        assertThat(sftp.asked("posix-rename@openssh.com")).isPositive();
    }
}
