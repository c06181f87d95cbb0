package dev.platte.client.gpt;

/** Where one copy of the table lies, in logical sectors. */
record Place(long header, long entries) {
    static final long PRIMARY_HEADER = 1;

    /** The lowest sector of the primary's entries, and the usual one. */
    static final long PRIMARY_ENTRIES = 2;

    static Place usualPrimary() {
        return new Place(PRIMARY_HEADER, PRIMARY_ENTRIES);
    }

    /** At the end of the disk: header in the last sector, entries before it. */
    static Place usualBackup(long sectors, long entriesSectors) {
        return new Place(sectors - 1, sectors - 1 - entriesSectors);
    }
}
