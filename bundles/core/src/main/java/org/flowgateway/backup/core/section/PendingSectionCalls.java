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
import org.flowgateway.backup.core.section.SectionCalls.Question;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that sections are owed, on disk before what makes them necessary: those that a crash leaves, or that failed, are made as soon
 * as the section is there again. A section may be called once too often by that, and never once too little. Thread-safe.
 */
public final class PendingSectionCalls {

    private static final Logger LOG = LoggerFactory.getLogger(PendingSectionCalls.class);

    private final Path file;
    private final Map<Owed, Set<String>> owed = new EnumMap<>(Owed.class);

    /**
     * Reads what an earlier run left. What cannot be understood is put aside under another name and logged, never deleted.
     *
     * @param file where the ids of the sections stand; there is none while nothing is owed
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
            LOG.error(
                    "{} cannot be understood and was put aside as {}: see to it that no section is still frozen",
                    file,
                    aside.getFileName(),
                    e);
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
        for (Owed call : Owed.values()) {
            owed.put(
                    call,
                    new TreeSet<>(
                            Arrays.asList(found.getProperty(call.name(), "").split(","))));
            owed.get(call).remove("");
        }
    }

    /** A call that must follow another one. */
    public enum Owed {
        /** After {@link Section#freeze}. */
        THAW(Section::thaw),
        /** After {@link Section#deactivate}. */
        ACTIVATED(Section::activated);

        private final Question question;

        Owed(Question question) {
            this.question = question;
        }
    }

    /**
     * Notes a call that sections will be owed.
     *
     * @throws IOException if the note cannot be written: then what it is for must not be begun
     */
    public synchronized void owe(Owed call, Collection<String> sections) throws IOException {
        Set<String> added = new TreeSet<>(sections);
        added.removeAll(owed.get(call));
        if (!added.isEmpty()) {
            owed.get(call).addAll(added);
            try {
                write();
            } catch (IOException e) {
                owed.get(call).removeAll(added);
                throw e;
            }
        }
    }

    /** Notes that sections are owed a call no longer. If the note cannot be written, they are called once more at the next start. */
    public synchronized void done(Owed call, Collection<String> sections) {
        try {
            if (owed.get(call).removeAll(sections)) {
                write();
            }
        } catch (IOException e) {
            LOG.warn(
                    "It cannot be noted in {} that {} were called; they are called again at the next start",
                    file,
                    sections,
                    e);
        }
    }

    /** Makes the calls that a section is owed. One that fails stays owed. */
    public void settle(Section section, SectionCalls calls) {
        String id = section.descriptor().id();
        for (Owed call : Owed.values()) {
            if (isOwed(call, id)) {
                try {
                    calls.ask(section, call.question);
                    LOG.warn(
                            "Section {} was owed a call since an earlier job was cut off, or it failed then: {} is"
                                    + " made up for",
                            id,
                            call);
                    done(call, Set.of(id));
                } catch (SectionException e) {
                    LOG.error(
                            "Section {} is still owed a call since an earlier job, it failed again: {}. See to that"
                                    + " part of the gateway: {}",
                            id,
                            call,
                            e.getMessage(),
                            e);
                }
            }
        }
    }

    private synchronized boolean isOwed(Owed call, String id) {
        return owed.get(call).contains(id);
    }

    private void write() throws IOException {
        if (owed.values().stream().allMatch(Set::isEmpty)) {
            DurableFiles.delete(file);
            return;
        }
        Properties properties = new Properties();
        owed.forEach((call, sections) -> properties.setProperty(call.name(), String.join(",", sections)));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        DurableFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
