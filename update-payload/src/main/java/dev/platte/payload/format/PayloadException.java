package dev.platte.payload.format;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A payload was refused, or could not be carried out: which part of the file, at which byte, and
 * the code by which update_engine reports the same. Failures of the stream that delivers the
 * payload are plain {@link java.io.IOException}s (update_engine's 9).
 */
public final class PayloadException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient Part part;
    private final long offset;

    /**
     * @param offset byte in the payload file, from its start, where the part or what is wrong in it
     *     begins
     * @param detail what is wrong, for people
     */
    public PayloadException(Fault fault, Part part, long offset, String detail) {
        this(fault, part, offset, detail, null);
    }

    /** As the other one, with what brought it about. */
    public PayloadException(
            Fault fault, Part part, long offset, String detail, @Nullable Throwable cause) {
        super("payload refused: %s at byte %d: %s".formatted(part, offset, detail), cause);
        this.fault = fault;
        this.part = part;
        this.offset = offset;
    }

    /** Why. */
    public Fault fault() {
        return fault;
    }

    /** update_engine's ErrorCode. */
    public int exitCode() {
        return fault.exitCode();
    }

    /** Where: the region. */
    public Part part() {
        return part;
    }

    /** Where: the byte, from the start of the file. */
    public long offset() {
        return offset;
    }
}
