package org.flowgateway.backup.core.restore;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Format of swaps in the journal. */
final class SwapRecordFormat {

    private static final int OCTAL = 8;

    private SwapRecordFormat() {}

    static void write(SwapRecord record, Properties properties, String prefix) {
        properties.setProperty(prefix + "root", record.root().toString());
        properties.setProperty(prefix + "staged", record.staged().toString());
        properties.setProperty(prefix + "old", record.previous().toString());
        if (record.inodes().recorded()) {
            properties.setProperty(prefix + "inodes", record.inodes().format());
        }
        for (int i = 0; i < record.moves().size(); i++) {
            properties.setProperty(prefix + "move." + i, record.moves().get(i).format());
        }
        if (record instanceof RenameSwapRecord renamed) {
            properties.setProperty(prefix + "existed", Boolean.toString(renamed.existed()));
        } else if (record instanceof InPlaceSwapRecord inPlace) {
            properties.setProperty(prefix + "leaving", inPlace.leaving().toString());
            properties.setProperty(prefix + "mounted", Boolean.toString(inPlace.mounted()));
            properties.setProperty(prefix + "old-root", inPlace.previousRoot().format());
            inPlace.restoredRoot()
                    .ifPresent(attributes -> properties.setProperty(prefix + "restored-root", attributes.format()));
            write(inPlace.previousModes(), properties, prefix + "old-mode.");
            write(inPlace.restoredModes(), properties, prefix + "restored-mode.");
        }
    }

    private static void write(Map<String, Integer> modes, Properties properties, String prefix) {
        modes.forEach((name, mode) -> properties.setProperty(prefix + name, Integer.toOctalString(mode)));
    }

    /** @throws IllegalArgumentException if something is missing or malformed */
    static SwapRecord read(Properties properties, String prefix, FileSystem files) {
        Path root = files.getPath(value(properties, prefix + "root"));
        Path staged = files.getPath(value(properties, prefix + "staged"));
        Path previous = files.getPath(value(properties, prefix + "old"));
        String known = properties.getProperty(prefix + "inodes");
        SwapInodes inodes = known == null ? SwapInodes.UNKNOWN : SwapInodes.parse(known);
        if (!properties.containsKey(prefix + "leaving")) {
            return new RenameSwapRecord(
                    root,
                    staged,
                    previous,
                    Boolean.parseBoolean(value(properties, prefix + "existed")),
                    inodes,
                    moves(properties, prefix));
        }
        return new InPlaceSwapRecord(
                root,
                staged,
                files.getPath(value(properties, prefix + "leaving")),
                previous,
                Boolean.parseBoolean(value(properties, prefix + "mounted")),
                DirectoryMetadata.parse(value(properties, prefix + "old-root")),
                Optional.ofNullable(properties.getProperty(prefix + "restored-root"))
                        .map(DirectoryMetadata::parse),
                modes(properties, prefix + "old-mode."),
                modes(properties, prefix + "restored-mode."),
                inodes,
                moves(properties, prefix));
    }

    private static List<OmittedFileMove> moves(Properties properties, String prefix) {
        List<OmittedFileMove> moves = new ArrayList<>();
        for (int i = 0; properties.containsKey(prefix + "move." + i); i++) {
            moves.add(OmittedFileMove.parse(properties.getProperty(prefix + "move." + i)));
        }
        return moves;
    }

    private static Map<String, Integer> modes(Properties properties, String prefix) {
        Map<String, Integer> modes = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                modes.put(key.substring(prefix.length()), Integer.parseInt(value(properties, key), OCTAL));
            }
        }
        return modes;
    }

    /** @throws IllegalArgumentException if the property is missing */
    static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("[" + key + "] is missing");
        }
        return value;
    }
}
