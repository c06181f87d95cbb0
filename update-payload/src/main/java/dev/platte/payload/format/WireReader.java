package dev.platte.payload.format;

import java.util.Arrays;

/**
 * Protobuf's wire format over bytes already in memory. Strict where it costs nothing: a varint of
 * more than 64 bits, a length beyond the enclosing message, field number 0 and the retired groups
 * are refused. Unknown fields are skipped.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int WIRE_TYPE_BITS = 3;
    private static final int WIRE_TYPE_MASK = 7;
    private static final long MOST_TAG = 0xffff_ffffL;

    private final byte[] bytes;
    private final int end;
    private final Part part;
    private final long base;
    private int at;
    private int tagAt;
    private int field;
    private int wireType;

    /**
     * @param part what the bytes are, for refusals
     * @param base the place in the file of {@code bytes[0]}
     */
    WireReader(byte[] bytes, int from, int end, Part part, long base) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.part = part;
        this.base = base;
        this.tagAt = from;
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() throws PayloadException {
        tagAt = at;
        if (at == end) {
            return false;
        }
        long tag = varint();
        if (tag < 0 || tag > MOST_TAG || tag >>> WIRE_TYPE_BITS == 0) {
            throw refuse("field tag " + Long.toUnsignedString(tag) + " cannot be");
        }
        field = (int) (tag >>> WIRE_TYPE_BITS);
        wireType = (int) tag & WIRE_TYPE_MASK;
        return true;
    }

    int field() {
        return field;
    }

    /** The current field as uint64; values from 2^63 on are negative. */
    long uint64() throws PayloadException {
        require(VARINT);
        return varint();
    }

    /** The current field as uint32. */
    long uint32() throws PayloadException {
        long value = uint64();
        if (value < 0 || value > MOST_TAG) {
            throw refuse(
                    "field %d is %s, more than 32 bits"
                            .formatted(field, Long.toUnsignedString(value)));
        }
        return value;
    }

    /** The current field as a uint64 below 2^63. */
    long size() throws PayloadException {
        long value = uint64();
        if (value < 0) {
            throw refuse(
                    "field %d is %s, too large".formatted(field, Long.toUnsignedString(value)));
        }
        return value;
    }

    /** The current field as bytes. */
    byte[] bytes() throws PayloadException {
        require(BYTES);
        int length = length();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    /** The current field as a message of its own. */
    WireReader message() throws PayloadException {
        require(BYTES);
        int length = length();
        WireReader inner = new WireReader(bytes, at, at + length, part, base);
        at += length;
        return inner;
    }

    /** Steps over a field that we do not know. */
    void skip() throws PayloadException {
        int length =
                switch (wireType) {
                    case VARINT -> {
                        varint();
                        yield 0;
                    }
                    case FIXED64 -> Long.BYTES;
                    case BYTES -> length();
                    case FIXED32 -> Integer.BYTES;
                    default -> throw refuse("wire type " + wireType + " is not in use");
                };
        if (length > end - at) {
            throw refuse("field %d ends outside its message".formatted(field));
        }
        at += length;
    }

    private void require(int expected) throws PayloadException {
        if (wireType != expected) {
            throw refuse("field %d has wire type %d, not %d".formatted(field, wireType, expected));
        }
    }

    private int length() throws PayloadException {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw refuse(
                    "field %d of %s bytes ends outside its message"
                            .formatted(field, Long.toUnsignedString(length)));
        }
        return (int) length;
    }

    private long varint() throws PayloadException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw refuse("the message ends inside a number");
            }
            byte next = bytes[at++];
            if (shift == 63 && (next & 0xfe) != 0) {
                break;
            }
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw refuse("a number of more than 64 bits");
    }

    /** A refusal that names the current field's place in the file. */
    PayloadException refuse(String detail) {
        Fault fault = part instanceof Part.SignatureData ? Fault.UNTRUSTED : Fault.MANIFEST;
        return new PayloadException(fault, part, base + tagAt, detail);
    }
}
