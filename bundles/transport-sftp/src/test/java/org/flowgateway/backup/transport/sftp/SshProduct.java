package org.flowgateway.backup.transport.sftp;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** SSH servers of different makers, as Debian or npm has them, each with SFTP on a disk and one user with a password. */
public enum SshProduct {

    /** OpenSSH with its own SFTP server. */
    OPENSSH(Form.ALWAYS, "Failed password for", site -> SshSetups.openSsh(site, "internal-sftp")),
    /** Apache MINA SSHD, in the process of the tests. */
    MINA(Form.ALWAYS, "", null),
    /** ProFTPD with mod_sftp. */
    PROFTPD(Form.ALWAYS, "Incorrect password", SshSetups::proFtpd),
    /** asyncssh for Python. */
    ASYNCSSH(Form.ALWAYS, SshSetups.REFUSED, site -> SshSetups.python(site, "asyncssh_server.py")),
    /** ssh2 for Node. */
    SSH2(Form.ALWAYS, SshSetups.REFUSED, SshSetups::ssh2),
    /** paramiko for Python. */
    PARAMIKO(Form.LONG, SshSetups.REFUSED, site -> SshSetups.python(site, "paramiko_server.py")),
    /** Twisted Conch for Python. */
    CONCH(Form.LONG, SshSetups.REFUSED, site -> SshSetups.python(site, "conch_server.py")),
    /** Erlang's ssh. */
    ERLANG(Form.LONG, SshSetups.REFUSED, SshSetups::erlang),
    /** Dropbear with OpenSSH's SFTP server. */
    DROPBEAR(Form.LONG, "Bad password attempt for", SshSetups::dropbear),
    /** Green End SFTP server behind OpenSSH. */
    GESFTPSERVER(Form.LONG, "Failed password for", site -> SshSetups.openSsh(site, "/usr/libexec/gesftpserver"));

    private enum Form { ALWAYS, LONG }

    private final Form form;
    private final String refusal;
    private final SshProgramServer.Setup setup;

    SshProduct(Form form, String refusal, SshProgramServer.Setup setup) {
        this.form = form;
        this.refusal = refusal;
        this.setup = setup;
    }

    /** Products that the default form of the tests, or its long one, tries. */
    public static Stream<SshProduct> tried(boolean inLongForm) {
        return Arrays.stream(values()).filter(product -> inLongForm || product.form == Form.ALWAYS);
    }

    /** Starts a server in a directory. */
    public SshProductServer start(Path base) throws Exception {
        SshSite site = SshSite.make(base, freePort());
        return this == MINA ? new MinaProductServer(site) : new SshProgramServer(site, refusal, setup);
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
