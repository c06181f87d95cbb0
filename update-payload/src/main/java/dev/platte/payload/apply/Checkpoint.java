package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.FileHash;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far an application came: all operations before {@code nextOperation} are written. Whoever
 * saves one must sync the targets first, or a power cut leaves a checkpoint that claims what the
 * disk has lost.
 *
 * @param nextOperation index of the first operation not yet done
 * @param dataOffset bytes of operation data before it, counted from the end of the manifest: the
 *     stream goes on at metadata size + this
 * @param hashState state of the hash over all bytes of the file before that place
 * @param metadata SHA-256 over header and manifest, so that another manifest cannot be slipped in
 */
public record Checkpoint(int nextOperation, long dataOffset, byte[] hashState, Sha256 metadata) {
    private static final Pattern TEXT =
            Pattern.compile("1 (\\d{1,9}) (\\d{1,18}) ([A-Za-z0-9+/=]{1,400}) ([0-9a-f]{64})");

    public Checkpoint {
        if (nextOperation < 0 || dataOffset < 0) {
            throw new IllegalArgumentException(
                    "checkpoint at %d, %d".formatted(nextOperation, dataOffset));
        }
        hashState = hashState.clone();
    }

    @Override
    public byte[] hashState() {
        return hashState.clone();
    }

    /** The checkpoint after one more operation, whose data was taken in by the hash. */
    Checkpoint after(Step step, FileHash hash) {
        long length = step.blob().map(Blob::length).orElse(0L);
        return new Checkpoint(
                step.index() + 1, Math.addExact(dataOffset, length), hash.state(), metadata);
    }

    /** One line of text for {@link #decode}. */
    public String encode() {
        return "1 %d %d %s %s"
                .formatted(
                        nextOperation,
                        dataOffset,
                        Base64.getEncoder().encodeToString(hashState),
                        metadata.hex());
    }

    /**
     * The checkpoint behind a line of text.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Checkpoint decode(String text) {
        Matcher fields = TEXT.matcher(text);
        if (!fields.matches()) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        return new Checkpoint(
                Integer.parseInt(fields.group(1)),
                Long.parseLong(fields.group(2)),
                Base64.getDecoder().decode(fields.group(3)),
                Sha256.ofHex(fields.group(4)));
    }
}
