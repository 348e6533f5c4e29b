package org.flowgateway.backup.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/** Restores of a section whose hidden directories are replaced by traps meanwhile. */
final class AttackedRestores {

    private final JobClient jobs;
    private final Path holder;
    private final Path root;
    private final OutsideDirectory outside;
    private final SortedMap<String, String> restored;
    private int completed;

    /**
     * Creates the restores.
     *
     * @param holder directory of the traps
     * @param root the section's root, in the state that the backup has
     */
    AttackedRestores(JobClient jobs, Path holder, Path root, OutsideDirectory outside) {
        this.jobs = jobs;
        this.holder = holder;
        this.root = root;
        this.outside = outside;
        this.restored = state();
    }

    int completed() {
        return completed;
    }

    /** Restores repeatedly, and checks each time that nothing outside was touched and that the section is in one of the two states. */
    void run(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            Files.writeString(root.resolve("added"), "in round " + round);
            SortedMap<String, String> old = state();
            JsonNode ended = jobs.restore();
            outside.assertUntouched("in round " + round + ": " + ended);
            assertOneState(old, round, ended);
            // The next round cannot start with remains and with the content of traps.
            SystemCommands.run("sh", "-c", "rm -rf --one-file-system \"$0\"/.[!.]*", holder.toString());
        }
    }

    private void assertOneState(SortedMap<String, String> old, int round, JsonNode ended) {
        SortedMap<String, String> now = state();
        boolean complete = ended.get("status").textValue().equals("COMPLETED");
        completed += complete ? 1 : 0;
        try {
            TreeState.assertSame(complete || !now.equals(old) ? restored : old, now);
        } catch (AssertionError neither) {
            throw new AssertionError("After round " + round + ": " + ended + "\n" + neither.getMessage(), neither);
        }
    }

    /** Returns the state without the time of the root itself, where traps may be created at any time. */
    private SortedMap<String, String> state() {
        SortedMap<String, String> state = TreeState.of(root);
        state.keySet().removeIf(path -> path.isEmpty() && holder.equals(root) || path.startsWith("."));
        return state;
    }
}
