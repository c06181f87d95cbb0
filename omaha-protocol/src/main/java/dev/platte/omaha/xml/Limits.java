package dev.platte.omaha.xml;

/**
 * What a message may be at most. Generous to every client we know, and small enough that the worst
 * message costs less than a millisecond or two.
 *
 * @param bytes of the whole body
 * @param depth of nested elements; Omaha needs 6
 * @param elements in all
 * @param attributes of one element; update_engine sends 13
 * @param attributeLength in UTF-16 units
 * @param textLength of one run of text, in UTF-16 units
 */
record Limits(
        int bytes, int depth, int elements, int attributes, int attributeLength, int textLength) {

    /** Real polls have less than 2 KiB; the same bound as Nebraska's. */
    static final Limits REQUEST = new Limits(64 * 1024, 16, 4096, 64, 4096, 16 * 1024);

    /** The same bound as go-omaha's client. */
    static final Limits RESPONSE = new Limits(1024 * 1024, 16, 16384, 64, 8192, 256 * 1024);
}
