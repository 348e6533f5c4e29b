package org.flowgateway.backup.core.backup;

import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.archive.PackBuilder;

/** What a pack holds, and what it will hold: room is kept for what was chosen and is still to be read. One thread at a time. */
final class PackPlan {

    private final PackBuilder pack;
    private final List<PlannedMember> members = new ArrayList<>();
    private int reserved;
    private int weight;

    /** @param pack empty */
    PackPlan(PackBuilder pack) {
        this.pack = pack;
    }

    PackBuilder pack() {
        return pack;
    }

    boolean isEmpty() {
        return pack.isEmpty() && members.isEmpty();
    }

    /** Plain bytes so far. */
    int length() {
        return pack.length() + reserved;
    }

    /** Chooses a member, if there is room for it. */
    boolean add(PlannedMember member) {
        long footprint = pack.footprint(member.entry());
        int more = PackBuilder.weight(member.entry());
        if (footprint > pack.free() - reserved || !isEmpty() && more > pack.freeWeight() - weight) {
            return false;
        }
        members.add(member);
        reserved += (int) footprint;
        weight += more;
        return true;
    }

    /** Hands out what was chosen, in its order; from here on there is nothing chosen, and no room is kept. */
    List<PlannedMember> take() {
        List<PlannedMember> taken = List.copyOf(members);
        members.clear();
        reserved = 0;
        weight = 0;
        return taken;
    }
}
