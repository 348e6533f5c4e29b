package org.flowgateway.backup.sections;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Process with its descendants, which are ended together. A descendant that was detached from its parent before is not found. */
final class ProcessTree {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

    /** Time for a process to end by itself after a request. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(2);

    private final List<ProcessHandle> processes;

    private ProcessTree(List<ProcessHandle> processes) {
        this.processes = processes;
    }

    /** Returns the tree at this moment: once a process has ended, its children cannot be found through it. */
    static ProcessTree of(Process process) {
        return new ProcessTree(Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList());
    }

    /** Requests all processes to end, and kills those that do not, with their new descendants. Takes little more than 2 s. */
    void end() {
        processes.forEach(ProcessHandle::destroy);
        try {
            ended(processes).get(TIME_TO_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of a process cannot be waited for", e);
        }
    }

    private void kill() {
        List<ProcessHandle> all = new ArrayList<>(processes);
        processes.forEach(process -> process.descendants().forEach(all::add));
        all.forEach(ProcessHandle::destroyForcibly);
        LOG.warn("{}", SectionCommandMessage.PROCESSES_KILLED.with(TIME_TO_END, all.toString()));
    }

    private static CompletableFuture<Void> ended(List<ProcessHandle> processes) {
        return CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    }
}
