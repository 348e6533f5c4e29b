package org.flowgateway.backup.core.backup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.pack.PackBuilder;

/** Plan of a pack: its entries, and the chosen members that are still to be read, for which room is reserved. One thread at a time. */
final class PackAllocation {

    private final PackBuilder pack;
    private final Deque<Reservation> members = new ArrayDeque<>();
    private int reserved;
    private int weight;

    /** @param pack empty */
    PackAllocation(PackBuilder pack) {
        this.pack = pack;
    }

    PackBuilder pack() {
        return pack;
    }

    boolean isEmpty() {
        return pack.isEmpty() && members.isEmpty();
    }

    /** Tells whether members were chosen that are still to be read. */
    boolean hasMembers() {
        return !members.isEmpty();
    }

    /** Plain bytes so far. */
    int length() {
        return pack.length() + reserved;
    }

    /** Chooses a member, if there is room for it. */
    boolean add(MemberToPack member) {
        if (!hasRoom(member.entry())) {
            return false;
        }
        Reservation room = new Reservation(
                member, (int) pack.footprint(member.entry()), member.entry().weight());
        members.add(room);
        reserved += room.footprint;
        weight += room.weight;
        return true;
    }

    /** Removes the next chosen member and its reservation. */
    Optional<MemberToPack> poll() {
        Reservation next = members.poll();
        if (next == null) {
            return Optional.empty();
        }
        reserved -= next.footprint;
        weight -= next.weight;
        return Optional.of(next.member);
    }

    /** Tells whether an entry fits beside the reservations. */
    boolean hasRoom(Entry entry) {
        boolean light = isEmpty() || entry.weight() <= pack.freeWeight() - weight;
        return light && pack.footprint(entry) <= pack.free() - reserved;
    }

    private record Reservation(MemberToPack member, int footprint, int weight) {}
}
