package org.flowgateway.backup.core.section;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.flowgateway.backup.core.file.DurableFiles;
import org.flowgateway.backup.core.section.SectionCalls.SectionAction;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write-ahead list of section calls that must still be made. A call is on the disk before its cause, so a call that a crash or a failure
 * left is made once the section is registered again. A section may be called once too often, and is never called once too little.
 * Thread-safe.
 */
public final class PendingSectionCalls {

    private static final Logger LOG = LoggerFactory.getLogger(PendingSectionCalls.class);

    private final Path file;
    private final Map<FollowUp, Set<String>> pending = new EnumMap<>(FollowUp.class);

    /**
     * Reads the list that an earlier run left. A file that cannot be parsed is renamed and logged, never deleted.
     *
     * @param file holds the ids of the sections; absent while no call is pending
     * @throws IOException if it cannot be read
     */
    public PendingSectionCalls(Path file) throws IOException {
        this.file = file;
        DurableFiles.deleteUnfinished(file);
        Properties found = new Properties();
        try {
            if (Files.exists(file)) {
                found.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
            LOG.error("{}", SectionCallMessage.PENDING_CALLS_UNREADABLE.with(file, aside.getFileName()), e);
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
        for (FollowUp call : FollowUp.values()) {
            pending.put(
                    call,
                    new TreeSet<>(
                            Arrays.asList(found.getProperty(call.name(), "").split(",", 0))));
            pending.get(call).remove("");
        }
    }

    /** A call that must follow another call. */
    public enum FollowUp {
        /** Follows {@link Section#freeze}. */
        THAW(Section::thaw),
        /** Follows {@link Section#deactivate}. */
        ACTIVATED(Section::activated);

        private final SectionAction action;

        FollowUp(SectionAction action) {
            this.action = action;
        }
    }

    /**
     * Registers a follow-up call of some sections.
     *
     * @throws IOException if the list cannot be written: then the first call must not be made
     */
    public synchronized void register(FollowUp call, Collection<String> sections) throws IOException {
        Set<String> added = new TreeSet<>(sections);
        added.removeAll(pending.get(call));
        if (!added.isEmpty()) {
            pending.get(call).addAll(added);
            try {
                write();
            } catch (IOException e) {
                pending.get(call).removeAll(added);
                throw e;
            }
        }
    }

    /** Removes calls that were made. If the list cannot be written, they are made once more at the next start. */
    public synchronized void complete(FollowUp call, Collection<String> sections) {
        try {
            if (pending.get(call).removeAll(sections)) {
                write();
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written: the sections {}, which were called, are called again at the next start",
                    file,
                    sections,
                    e);
        }
    }

    /** Makes the pending calls of a section. A call that fails stays pending. */
    public void runPending(Section section, SectionCalls calls) {
        String id = section.descriptor().id();
        for (FollowUp call : FollowUp.values()) {
            if (isPending(call, id)) {
                try {
                    calls.call(section, call.action);
                    LOG.warn("Section {} had the pending call {} of an earlier job, which is made now", id, call);
                    complete(call, Set.of(id));
                } catch (SectionException e) {
                    LOG.error("{}", SectionCallMessage.PENDING_CALL_FAILED.with(call.name(), id, e.getMessage()), e);
                }
            }
        }
    }

    private synchronized boolean isPending(FollowUp call, String id) {
        return pending.get(call).contains(id);
    }

    private void write() throws IOException {
        if (pending.values().stream().allMatch(Set::isEmpty)) {
            DurableFiles.delete(file);
            return;
        }
        Properties properties = new Properties();
        pending.forEach((call, sections) -> properties.setProperty(call.name(), String.join(",", sections)));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        DurableFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
