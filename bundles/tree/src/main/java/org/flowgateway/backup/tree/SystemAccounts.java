package org.flowgateway.backup.tree;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Names and numbers of users and groups from the system's databases (getpwuid_r(3), getgrnam_r(3), and so on). Each is looked up once in the
 * life of the object, so create one for each job. Thread-safe.
 */
public final class SystemAccounts {

    /** Offsets of {@code pw_uid}, {@code pw_gid} and {@code gr_gid} in the records of 64-bit glibc. */
    private static final int NUMBER_OFFSET = 16;

    private static final int RECORD_SIZE = 64;

    private final Map<Long, String> users = new HashMap<>();
    private final Map<Long, String> groups = new HashMap<>();
    private final Map<String, OptionalLong> userNumbers = new HashMap<>();
    private final Map<String, OptionalLong> groupNumbers = new HashMap<>();

    /** Returns the name of a user; "" if the number has none. */
    public synchronized String user(long uid) {
        return users.computeIfAbsent(
                uid,
                number -> name((record, buffer, result) ->
                        Libc.getpwuid_r(number.intValue(), record, buffer, NativeScratch.DATA_SIZE, result)));
    }

    /** Returns the name of a group; "" if the number has none. */
    public synchronized String group(long gid) {
        return groups.computeIfAbsent(
                gid,
                number -> name((record, buffer, result) ->
                        Libc.getgrgid_r(number.intValue(), record, buffer, NativeScratch.DATA_SIZE, result)));
    }

    /** Returns the number of a user; empty if there is no such user. */
    public synchronized OptionalLong userNumber(String name) {
        return userNumbers.computeIfAbsent(
                name,
                user -> number((record, buffer, result) -> Libc.getpwnam_r(
                        NativeScratch.get().name(user), record, buffer, NativeScratch.DATA_SIZE, result)));
    }

    /** Returns the number of a group; empty if there is no such group. */
    public synchronized OptionalLong groupNumber(String name) {
        return groupNumbers.computeIfAbsent(
                name,
                group -> number((record, buffer, result) -> Libc.getgrnam_r(
                        NativeScratch.get().name(group), record, buffer, NativeScratch.DATA_SIZE, result)));
    }

    /** One of the four calls; the record is in the region of {@link NativeScratch#statAddress}, followed by the pointer to it. */
    private interface LookUp {
        int call(long record, long buffer, long result);
    }

    private static String name(LookUp lookUp) {
        return find(lookUp)
                .map(scratch -> {
                    long address = scratch.statLong(0) - scratch.dataAddress();
                    int length = 0;
                    while (scratch.dataByte((int) address + length) != 0) {
                        length++;
                    }
                    byte[] bytes = new byte[length];
                    scratch.data((int) address, bytes, length);
                    return FileNames.decode(bytes, 0, length);
                })
                .filter(FileNames::isText)
                .orElse("");
    }

    private static OptionalLong number(LookUp lookUp) {
        return find(lookUp)
                .map(scratch -> OptionalLong.of(Integer.toUnsignedLong(scratch.statInt(NUMBER_OFFSET))))
                .orElse(OptionalLong.empty());
    }

    /** Looks up an account. A database that fails counts as one without the account: numbers are stored beside names for that case. */
    private static Optional<NativeScratch> find(LookUp lookUp) {
        NativeScratch scratch = NativeScratch.get();
        scratch.putStatLong(RECORD_SIZE, 0);
        int error = lookUp.call(scratch.statAddress(), scratch.dataAddress(), scratch.statAddress() + RECORD_SIZE);
        return error == 0 && scratch.statLong(RECORD_SIZE) != 0 ? Optional.of(scratch) : Optional.empty();
    }
}
