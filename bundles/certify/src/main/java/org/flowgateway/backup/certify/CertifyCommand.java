package org.flowgateway.backup.certify;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    private static final int LAWS = 13;

    @Reference
    Session session;

    @Reference
    TargetResolver targets;

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

    /**
     * Tests the target, and prints the result of each test, then of each law.
     *
     * @throws CommandException if the user has no permission, storing fails, a law is broken, or an orphan is left
     */
    @Override
    public Object execute() throws CommandException {
        ShellUser.checkMayChange("certify a target");
        Optional<Secret> password = password();
        try {
            certify(targets.resolve(new Target(hostname, username, path), password.isPresent()), password);
        } catch (InvalidRequestException | TransportException e) {
            throw new CommandException(e.getMessage(), e);
        } finally {
            password.ifPresent(Secret::close);
        }
        return null;
    }

    private void certify(ResolvedTarget target, Optional<Secret> password) throws TransportException, CommandException {
        try {
            certify(new CandidateTarget(target.provider(), target.completed(), password));
        } catch (RuntimeException | LinkageError e) {
            String scheme = target.completed().scheme();
            LOG.error("The transport for {} failed", scheme, e);
            throw CertifyMessage.TRANSPORT_FAILED.causedBy(e, scheme);
        }
    }

    private void certify(CandidateTarget candidate) throws TransportException, CommandException {
        PrintStream out = session.getConsole();
        List<LawResult> results;
        try (ScratchSpace space = new ScratchSpace(candidate)) {
            space.notices().forEach(out::println);
            out.println("All test objects are in directories " + space.prefix() + "…, which are removed at the end");
            results = new CertificationRun(space, result -> print(result, out)).run();
            report(results, out);
        }
        if (results.stream().anyMatch(result -> !result.isKept())) {
            throw CertifyMessage.LAWS_BROKEN.exception();
        }
        out.println("This target keeps the laws of storage");
    }

    private static void print(LawResult result, PrintStream out) {
        out.println((result.isKept() ? "kept    " : "BROKEN  ") + result.statement());
        result.broken().forEach(line -> out.println("          " + line));
        out.flush();
    }

    private static void report(List<LawResult> results, PrintStream out) {
        out.println();
        for (int number : IntStream.rangeClosed(1, LAWS).toArray()) {
            List<LawResult> ofLaw = results.stream()
                    .filter(result -> result.laws().contains(number))
                    .toList();
            long broken = ofLaw.stream().filter(result -> !result.isKept()).count();
            String verdict = ofLaw.isEmpty()
                    ? "not tested here, see the test kit"
                    : broken == 0 ? "kept, " + tests(ofLaw.size()) : "BROKEN, " + broken + " of " + tests(ofLaw.size());
            out.println("Law " + number + ": " + verdict);
        }
    }

    private static String tests(int count) {
        return count + (count == 1 ? " test" : " tests");
    }

    private Optional<Secret> password() throws CommandException {
        if (username.isEmpty() || noPassword) {
            return Optional.empty();
        }
        try {
            String typed = session.readLine("Password of " + username + ": ", '*');
            return Optional.ofNullable(typed)
                    .filter(text -> !text.isEmpty())
                    .map(text -> new Secret(text.toCharArray()));
        } catch (IOException | UnsupportedOperationException e) {
            throw CertifyMessage.NO_PROMPT.causedBy(e);
        }
    }
}
