package org.flowgateway.backup.archive;

/**
 * One line of what the index will say.
 *
 * @param key where it belongs
 * @param last whether no further part of its file follows; always so for what is no part
 * @param json the entry or note as the index has it; of a part, an entry with that part alone
 */
record RunRecord(RunKey key, boolean last, byte[] json) {

    boolean isPart() {
        return key.part() > 0 && key.part() != RunKey.OMISSION;
    }
}
