package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flowgateway.backup.tck.FreePort;

/** SSH servers of different makers from Debian or npm, each with SFTP on a disk and one user with a password. */
public enum SshProduct {

    /** OpenSSH with its own SFTP server. */
    OPENSSH(
            Form.ALWAYS,
            Users.OF_SYSTEM,
            "Failed password for",
            site -> SshServerSetups.openSsh(site, "internal-sftp")),
    /** Apache MINA SSHD, in the process of the tests. */
    MINA(Form.ALWAYS, Users.OWN, "", null),
    /** ProFTPD with mod_sftp. */
    PROFTPD(Form.ALWAYS, Users.OWN, "Incorrect password", SshServerSetups::proFtpd),
    /** asyncssh for Python. */
    ASYNCSSH(
            Form.ALWAYS,
            Users.OWN,
            SshServerSetups.REFUSED,
            site -> SshServerSetups.python(site, "asyncssh_server.py")),
    /** ssh2 for Node. */
    SSH2(Form.ALWAYS, Users.OWN, SshServerSetups.REFUSED, SshServerSetups::ssh2),
    /** paramiko for Python. */
    PARAMIKO(Form.LONG, Users.OWN, SshServerSetups.REFUSED, site -> SshServerSetups.python(site, "paramiko_server.py")),
    /** Twisted Conch for Python. */
    CONCH(Form.LONG, Users.OWN, SshServerSetups.REFUSED, site -> SshServerSetups.python(site, "conch_server.py")),
    /** Erlang's ssh. */
    ERLANG(Form.LONG, Users.OWN, SshServerSetups.REFUSED, SshServerSetups::erlang),
    /** Dropbear with OpenSSH's SFTP server. */
    DROPBEAR(Form.LONG, Users.OF_SYSTEM, "Bad password attempt for", SshServerSetups::dropbear),
    /** Green End SFTP server behind OpenSSH. */
    GESFTPSERVER(
            Form.LONG,
            Users.OF_SYSTEM,
            "Failed password for",
            site -> SshServerSetups.openSsh(site, "/usr/libexec/gesftpserver"));

    private enum Form {
        ALWAYS,
        LONG
    }

    private enum Users {
        OWN,
        OF_SYSTEM
    }

    private final Form form;
    private final Users users;
    private final String refusal;
    private final SshProgramServer.Setup setup;

    SshProduct(Form form, Users users, String refusal, SshProgramServer.Setup setup) {
        this.form = form;
        this.users = users;
        this.refusal = refusal;
        this.setup = setup;
    }

    /** Products that the default form of the tests, or its long one, tries. */
    public static Stream<SshProduct> tried(boolean inLongForm) {
        return Arrays.stream(values()).filter(product -> inLongForm || product.form == Form.ALWAYS);
    }

    /** Returns true if the server can have its user here: servers that know the users of the system need root, and their own mounts. */
    public boolean isPossible() throws InterruptedException {
        return users == Users.OWN || OpenSshAccount.isPossible();
    }

    /** Starts a server in a directory. */
    public SshProductServer start(Path base) throws Exception {
        SshServerSite site = SshServerSite.make(base, FreePort.next());
        return this == MINA ? new MinaProductServer(site) : new SshProgramServer(site, refusal, setup);
    }
}
