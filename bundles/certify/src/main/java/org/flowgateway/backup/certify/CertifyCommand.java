package org.flowgateway.backup.certify;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.shell.caller.ShellUser;
import org.flowgateway.backup.spi.transport.ResolvedTarget;
import org.flowgateway.backup.spi.transport.TargetResolver;
import org.flowgateway.backup.spi.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Command {@code gateway-backup:certify HOSTNAME}: tests whether a target keeps the laws of storage. The container creates one for each call. */
@Service
@Command(
        scope = "gateway-backup",
        name = "certify",
        description = "Tests whether a target keeps the laws of storage, and leaves nothing there")
public final class CertifyCommand implements Action {

    private static final Logger LOG = LoggerFactory.getLogger(CertifyCommand.class);

    @Reference
    Session session;

    @Reference
    TargetResolver targets;

    CallLimits limits = CallLimits.OF_A_JOB;
    Clock clock = Clock.systemUTC();

    @Argument(
            name = "hostname",
            description = "The target as in a request: localhost, a host of SFTP, or scheme://…",
            required = true)
    String hostname;

    @Option(name = "--username", description = "The login there; its password is asked for")
    String username = "";

    @Option(name = "--no-password", description = "The login needs no password, with a key for example: asks for none")
    boolean noPassword;

    @Option(name = "--path", description = "The directory there, in which nothing but new directories is touched")
    String path = "";

    @Option(
            name = "--report",
            description = "A new file of the gateway's host for the report as JSON; requires the role admin")
    String report = "";

    /**
     * Tests the target, and prints the result of each test, then of each law.
     *
     * @throws CommandException if the user has no permission, storing fails, a law is broken or not proved, the report cannot be written, or an
     *         orphan is left
     */
    @Override
    public Object execute() throws CommandException {
        ShellUser.checkMayChange("certify a target");
        Optional<ReportFile> file = reportFile();
        Optional<Secret> password = password();
        try {
            certify(targets.resolve(new Target(hostname, username, path), password.isPresent()), password, file);
        } catch (InvalidRequestException | TransportException e) {
            throw new CommandException(e.getMessage(), e);
        } finally {
            password.ifPresent(Secret::close);
        }
        return null;
    }

    /** Returns the file for the report. Only administrators may choose where the gateway's user creates a file. */
    private Optional<ReportFile> reportFile() throws CommandException {
        if (report.isEmpty()) {
            return Optional.empty();
        }
        ShellUser.checkAdmin("write a report to a file of the gateway's host");
        return Optional.of(ReportFile.of(report));
    }

    private void certify(ResolvedTarget target, Optional<Secret> password, Optional<ReportFile> file)
            throws TransportException, CommandException {
        CandidateTarget candidate = new CandidateTarget(target.provider(), target.completed(), password);
        try {
            conclude(new Certification(candidate, session.getConsole(), limits, clock).run(), file);
        } catch (CancellationException e) {
            throw CertifyMessage.CANCELLED.causedBy(e);
        } catch (AbandonedRunException e) {
            throw new CommandException(e.description().text(), e);
        } catch (RuntimeException | LinkageError e) {
            String scheme = target.completed().scheme();
            LOG.error("The transport for {} failed", scheme, e);
            throw CertifyMessage.TRANSPORT_FAILED.causedBy(e, scheme);
        }
    }

    /** Prints and writes the results. Of several problems, the first is the command's error. */
    private void conclude(CertificationReport result, Optional<ReportFile> file) throws CommandException {
        PrintStream out = session.getConsole();
        out.println();
        result.laws().forEach(law -> out.println(law.line()));
        if (file.isPresent()) {
            file.get().write(result.json());
            out.println("The report is in " + file.get().path());
        }
        List<Message> problems = result.problems();
        if (!problems.isEmpty()) {
            problems.stream().skip(1).forEach(problem -> out.println(problem.text()));
            throw new CommandException(problems.get(0).text());
        }
        out.println("This target keeps the laws of storage");
    }

    private Optional<Secret> password() throws CommandException {
        if (username.isEmpty() || noPassword) {
            return Optional.empty();
        }
        try {
            String typed = session.readLine("Password of " + username + ": ", '*');
            return Optional.ofNullable(typed)
                    .filter(text -> !text.isEmpty())
                    .map(text -> Secret.ofLogin(text.toCharArray()));
        } catch (IOException | UnsupportedOperationException e) {
            throw CertifyMessage.NO_PROMPT.causedBy(e);
        } catch (InvalidRequestException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
