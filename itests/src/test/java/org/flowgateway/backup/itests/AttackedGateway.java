package org.flowgateway.backup.itests;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Gateway that runs as root, in whose tree another local user owns a directory. Its section {@code config} is optional, {@code strict} is
 * required: unreadable content is a warning in the one and an error in the other.
 */
final class AttackedGateway implements AutoCloseable {

    private final GatewayProcess gateway;
    private JobClient jobs;

    private AttackedGateway(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    /** Unpacks the gateway, with a tree that is not attacked yet. */
    static AttackedGateway unpack(String test) throws IOException {
        assumeTrue("Only root can be attacked by another user", SystemCommands.isRoot());
        GatewayProcess gateway = GatewayProcess.unpack("gateway-backup.tar.gz", test)
                .configure("org.flowgateway.backup.section-config", "required", "false");
        AttackedGateway attacked = new AttackedGateway(gateway);
        Files.writeString(
                attacked.settings("strict"),
                "id = strict\ntitle = Section strict\nroot = " + attacked.strict()
                        + "\nvault = false\nrequired = true\nallow-set-id = false\nallow-links-out = true\n");
        attacked.makeTree();
        return attacked;
    }

    GatewayProcess process() {
        return gateway;
    }

    GatewayFolder folder() {
        return gateway.folder();
    }

    Path strict() {
        return folder().gateway().resolve("strict");
    }

    /** Returns the settings file of a section. */
    Path settings(String section) {
        return gateway.home().resolve("etc/org.flowgateway.backup.section-" + section + ".cfg");
    }

    /** Starts the gateway, and waits until it is ready. */
    JobClient start() {
        jobs = new JobClient(gateway.start().client());
        return jobs;
    }

    /** Replaces the tree, while nothing runs. */
    void makeTree() throws IOException {
        if (jobs != null) {
            jobs.awaitEnd();
        }
        SystemCommands.run("rm", "-rf", "--one-file-system", folder().gateway().toString());
        for (Path section : new Path[] {folder().config(), strict()}) {
            Files.createDirectories(section);
            Files.createFile(section.resolve("a file of root"));
        }
        for (String section : SampleTree.VAULT) {
            Files.createDirectories(folder().vault(section));
        }
    }

    /**
     * Creates a directory {@code spool} of the attacker, in it a directory {@code data} of files that contain only zeros, and a link
     * {@code link} to a directory outside with files of the same names.
     */
    static void makeSpool(Path section, OutsideDirectory outside, int files, int bytes) throws IOException {
        Path spool = section.resolve("spool");
        Files.createDirectories(spool.resolve("data"));
        for (int i = 0; i < files; i++) {
            Files.write(spool.resolve("data").resolve(OutsideDirectory.name(i)), new byte[bytes]);
        }
        Files.createSymbolicLink(spool.resolve("link"), outside.directory());
        SystemCommands.run("chown", "-hR", LocalAttacker.USER + ":" + LocalAttacker.USER, spool.toString());
    }

    /** Creates a directory outside of the gateway's tree, replacing an earlier one. */
    OutsideDirectory outside(int files, int bytes) {
        return OutsideDirectory.make(folder().path().resolve("outside"), files, bytes);
    }

    /** Writes a program that the gateway can run. */
    Path program(String name, String script) throws IOException {
        Path program = Files.writeString(folder().path().resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
