package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hook that is called before each change to a gateway's file system, and finds the step of the restore in its journal. */
abstract class RestoreChangeHook implements InterceptedFileSystem.Hook {

    private static final Pattern STEP = Pattern.compile("(?m)^step=(.*)$");

    private final Path journal;
    private final boolean kept;

    /** @param kept whether no root can be renamed */
    RestoreChangeHook(Path journal, boolean kept) {
        this.journal = journal;
        this.kept = kept;
    }

    /** Called before each change. Its exceptions become the operation's. */
    abstract void beforeChange(InterceptedFileSystem.Operation operation, Path file) throws IOException;

    /** Simulates roots that cannot be renamed: the directories above them appear read-only. */
    @Override
    public final boolean mayWrite(Path file) {
        String name = file.getFileName().toString();
        return !kept || !name.equals("gateway") && !name.equals("vault");
    }

    @Override
    public final synchronized void before(InterceptedFileSystem.Operation operation, Path file) throws IOException {
        if (operation != InterceptedFileSystem.Operation.OPEN_TO_READ) {
            beforeChange(operation, file);
        }
    }

    /** Returns the step in the journal, {@code NONE} without one. */
    final String step() throws IOException {
        if (!Files.exists(journal)) {
            return "NONE";
        }
        Matcher step = STEP.matcher(Files.readString(journal));
        return step.find() ? step.group(1) : "NONE";
    }
}
