package org.flowgateway.backup.core.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** The names of users and groups, looked up once each. One thread at a time. */
public final class Owners {

    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();

    /** The name of a file's owner; "" if its number has none. */
    public String user(Path file, FileState state) throws IOException {
        String known = users.get(state.uid());
        if (known == null) {
            known = name(attributes(file).owner().getName(), state.uid());
            users.put(state.uid(), known);
        }
        return known;
    }

    /** The name of a file's group; "" if its number has none. */
    public String group(Path file, FileState state) throws IOException {
        String known = groups.get(state.gid());
        if (known == null) {
            known = name(attributes(file).group().getName(), state.gid());
            groups.put(state.gid(), known);
        }
        return known;
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** The platform gives the number as text where there is no name. */
    private static String name(String told, int number) {
        return told.equals(Integer.toString(number)) ? "" : told;
    }
}
