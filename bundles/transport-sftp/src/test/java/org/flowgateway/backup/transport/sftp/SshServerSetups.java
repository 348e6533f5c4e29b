package org.flowgateway.backup.transport.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.flowgateway.backup.tck.Command;

/** Configurations of the servers of different makers, and the commands that start them. */
final class SshServerSetups {

    /** Output of the scripts in the resources for each wrong password. */
    static final String REFUSED = "password refused";

    /** Debian's interpreter, which has Debian's packages; another may come first in the path. */
    private static final String PYTHON = "/usr/bin/python3";

    private SshServerSetups() {}

    /** @param program the SFTP server, which OpenSSH starts */
    static List<String> openSsh(SshServerSite site, String program) throws Exception {
        Path configuration = site.write(
                "sshd_config",
                "ListenAddress 127.0.0.1:" + site.port(),
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PasswordAuthentication yes",
                "KbdInteractiveAuthentication no",
                "PubkeyAuthentication no",
                "Subsystem sftp " + program,
                "ForceCommand " + program,
                "UseDNS no",
                "MaxStartups 100",
                "HostKey " + site.hostKey());
        if (OpenSshServer.isRoot()) {
            Files.createDirectories(Path.of("/run/sshd"));
            // It takes no key that others own.
            Command.run("chown", "0:0", site.hostKey().toString());
        }
        return inNamespace(site, "/usr/sbin/sshd", "-D", "-e", "-f", configuration.toString());
    }

    static List<String> dropbear(SshServerSite site) throws Exception {
        Path key = site.directory().resolve("dropbear_key");
        Command.run("dropbearconvert", "openssh", "dropbear", site.hostKey().toString(), key.toString());
        return inNamespace(
                site,
                "dropbear",
                "-F",
                "-E",
                "-p",
                "127.0.0.1:" + site.port(),
                "-r",
                key.toString(),
                "-P",
                site.directory().resolve("pid").toString());
    }

    /** Creates a server that knows only the users of the system. */
    private static List<String> inNamespace(SshServerSite site, String... command) throws Exception {
        return Stream.concat(OpenSshAccount.withShell(site.home().getParent()).prefix().stream(), Stream.of(command))
                .toList();
    }

    /** Started by root it becomes the user as soon as he has logged in. */
    static List<String> proFtpd(SshServerSite site) throws Exception {
        String hash =
                Command.run("openssl", "passwd", "-6", SshServerSite.PASSWORD).strip();
        Path users = site.write(
                "users",
                "%s:%s:%s:%s::%s:/bin/sh"
                        .formatted(
                                SshServerSite.USERNAME,
                                hash,
                                Files.getAttribute(site.home(), "unix:uid"),
                                Files.getAttribute(site.home(), "unix:gid"),
                                site.home()));
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Path configuration = site.write(
                "proftpd.conf",
                "ServerType standalone",
                "DefaultAddress 127.0.0.1",
                "UseIPv6 off",
                "Port " + site.port(),
                "User " + (OpenSshServer.isRoot() ? "nobody" : System.getProperty("user.name")),
                "Group "
                        + (OpenSshServer.isRoot()
                                ? "nogroup"
                                : Command.run("id", "-gn").strip()),
                "ModulePath /usr/lib/proftpd",
                "LoadModule mod_sftp.c",
                "SFTPEngine on",
                "SFTPHostKey " + site.hostKey(),
                "AuthUserFile " + users,
                "AuthOrder mod_auth_file.c",
                "RequireValidShell off",
                "WtmpLog off",
                "UseReverseDNS off",
                "DelayEngine off",
                "ControlsEngine off",
                "PidFile " + site.directory().resolve("pid"),
                "ScoreboardFile " + site.directory().resolve("scoreboard"),
                "SystemLog none",
                "TransferLog none");
        return List.of("/usr/sbin/proftpd", "--nodaemon", "-d2", "-c", configuration.toString());
    }

    static List<String> python(SshServerSite site, String script) throws Exception {
        return script(site, site.hostKey(), PYTHON, site.copy(script).toString());
    }

    static List<String> ssh2(SshServerSite site) throws Exception {
        String script = site.copy("ssh2_server.js").toString();
        if (Files.notExists(site.directory().resolve("package.json"))) {
            site.copy("package.json");
            site.copy("package-lock.json");
            Command.run(
                    "npm",
                    "ci",
                    "--prefix",
                    site.directory().toString(),
                    "--ignore-scripts",
                    "--omit=optional",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error");
        }
        return script(site, site.hostKey(), "node", script);
    }

    static List<String> erlang(SshServerSite site) throws Exception {
        return script(
                site,
                site.directory(),
                "escript",
                site.copy("erlang_server.escript").toString());
    }

    private static List<String> script(SshServerSite site, Path key, String... program) {
        return Stream.of(
                        site.asUser().stream(),
                        Stream.of(program),
                        Stream.of(
                                Integer.toString(site.port()),
                                key.toString(),
                                site.home().toString(),
                                SshServerSite.USERNAME,
                                SshServerSite.PASSWORD))
                .flatMap(each -> each)
                .toList();
    }
}
