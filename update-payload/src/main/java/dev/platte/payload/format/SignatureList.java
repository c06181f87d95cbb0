package dev.platte.payload.format;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The signatures that end a payload. Each is over SHA-256 of everything before them. With n of
 * them, we and the real tool number them 3-n to 2; update_engine reads only number 2, the last; we
 * look at all.
 */
public record SignatureList(List<Entry> entries) {
    private static final int MOST_ENTRIES = 16;
    private static final int LAST_VERSION = 2;

    public SignatureList {
        entries = List.copyOf(entries);
    }

    /** One signature with its number. */
    public record Entry(OptionalLong version, byte[] data) {
        public Entry {
            data = data.clone();
        }

        @Override
        public byte[] data() {
            return data.clone();
        }
    }

    /** Numbers signatures as the real tool does. */
    public static SignatureList of(List<byte[]> signatures) {
        if (signatures.isEmpty() || signatures.size() > LAST_VERSION + 1) {
            throw new IllegalArgumentException(
                    "a payload carries one to three signatures, not " + signatures.size());
        }
        List<Entry> entries = new ArrayList<>();
        long version = LAST_VERSION + 1L - signatures.size();
        for (byte[] signature : signatures) {
            entries.add(new Entry(OptionalLong.of(version++), signature));
        }
        return new SignatureList(entries);
    }

    /** How many bytes signatures of these lengths take in the file. */
    public static int sizeOf(List<Integer> lengths) {
        return of(lengths.stream().map(length -> new byte[length]).toList()).encoded().length;
    }

    /**
     * Reads the message {@code Signatures}.
     *
     * @param fileOffset where the bytes are in the file, for refusals
     */
    public static SignatureList read(byte[] bytes, long fileOffset) throws PayloadException {
        WireReader in =
                new WireReader(bytes, 0, bytes.length, new Part.SignatureData(), fileOffset);
        List<Entry> entries = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            if (entries.size() == MOST_ENTRIES) {
                throw in.refuse("more than " + MOST_ENTRIES + " signatures");
            }
            entries.add(entry(in.message()));
        }
        return new SignatureList(entries);
    }

    private static Entry entry(WireReader in) throws PayloadException {
        Long version = null;
        byte[] data = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> version = ManifestReader.once(version, in.uint32(), in);
                case 2 -> data = ManifestReader.once(data, in.bytes(), in);
                default -> in.skip();
            }
        }
        return new Entry(optional(version), data == null ? new byte[0] : data);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The signatures without their numbers. */
    public List<byte[]> signatures() {
        return entries.stream().map(Entry::data).toList();
    }

    /** The message as it stands in the file. */
    public byte[] encoded() {
        WireWriter out = new WireWriter();
        for (Entry entry : entries) {
            WireWriter inner = new WireWriter();
            entry.version().ifPresent(version -> inner.uint(1, version));
            out.message(1, inner.bytes(2, entry.data()));
        }
        return out.toByteArray();
    }
}
