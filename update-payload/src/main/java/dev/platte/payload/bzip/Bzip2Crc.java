package dev.platte.payload.bzip;

/** bzip2's CRC-32: the polynomial of Ethernet, most significant bit first. */
final class Bzip2Crc {
    private static final int POLYNOMIAL = 0x04c11db7;

    /** By the byte that comes in. */
    static final int[] TABLE = table();

    private Bzip2Crc() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
            }
            table[i] = crc;
        }
        return table;
    }

    static int update(int crc, int value) {
        return crc << 8 ^ TABLE[crc >>> 24 ^ value];
    }
}
