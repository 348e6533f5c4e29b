package org.flowgateway.backup.archive.index;

/**
 * Line of a run, which becomes a line of the index.
 *
 * @param key sort key
 * @param last whether no further part of its file follows; always {@code true} without parts
 * @param json entry or omission in the index's form; for a part, an entry with that part alone
 */
record IndexRunLine(IndexSortKey key, boolean last, byte[] json) {

    boolean isPart() {
        return key.part() > 0 && key.part() != IndexSortKey.OMISSION;
    }
}
