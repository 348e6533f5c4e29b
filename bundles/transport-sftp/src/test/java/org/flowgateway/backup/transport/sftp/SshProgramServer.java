package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.flowgateway.backup.tck.Command;

/** Server in its own process. */
final class SshProgramServer implements SshProductServer {

    /** Writes the configuration of a server. */
    interface Setup {

        /** Returns the command that starts it. */
        List<String> command(SshServerSite site) throws Exception;
    }

    private final SshServerSite site;
    private final Pattern refusal;
    private final Setup setup;
    private final StringBuilder earlier = new StringBuilder();
    private SshProcess process;

    /** @param refusal what the server prints of each wrong password */
    SshProgramServer(SshServerSite site, String refusal, Setup setup) throws Exception {
        this.site = site;
        this.refusal = Pattern.compile(refusal);
        this.setup = setup;
        start();
    }

    private void start() throws Exception {
        site.makeHostKey();
        process = SshProcess.start(setup.command(site), site.directory(), site.port());
    }

    @Override
    public String username() {
        return SshServerSite.USERNAME;
    }

    @Override
    public String password() {
        return SshServerSite.PASSWORD;
    }

    @Override
    public int port() {
        return site.port();
    }

    @Override
    public Path home() {
        return site.home();
    }

    private void stop() {
        process.close();
        earlier.append(process.log());
    }

    @Override
    public void changeHostKey() throws Exception {
        stop();
        site.removeHostKey();
        start();
    }

    @Override
    public void forbidWriting(String directory) throws Exception {
        Command.run("chmod", "-R", "a-w", site.home().resolve(directory).toString());
    }

    @Override
    public long refusedPasswords() throws Exception {
        stop();
        long refused = refusal.matcher(earlier).results().count();
        start();
        return refused;
    }

    @Override
    public String log() {
        return earlier + process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
