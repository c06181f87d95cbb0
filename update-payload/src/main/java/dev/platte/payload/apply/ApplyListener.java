package dev.platte.payload.apply;

import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.util.Optional;

/** Hears how an application goes, on the thread that called it. */
public interface ApplyListener {
    /** Hears nothing. */
    ApplyListener SILENT = new ApplyListener() {};

    /** Header and manifest are read and checked; save their bytes to be able to resume. */
    default void opened(PayloadMetadata metadata) throws IOException {}

    /**
     * More of the payload has arrived.
     *
     * @param received bytes of the file so far
     * @param total bytes of the whole file
     */
    default void progressed(long received, long total) {}

    /**
     * A delta's old image is compared and copied before anything else happens.
     *
     * @param bytes of it so far, kernel included
     * @param total bytes of it
     * @throws IOException to end it
     */
    default void copied(long bytes, long total) throws IOException {}

    /**
     * What follows destroys what a return to an earlier checkpoint would need. When this returns,
     * no earlier one may be left anywhere.
     *
     * @param only the checkpoint that may be returned to; empty when there is none until the next
     *     is {@link #reached}
     */
    default void narrowed(Optional<Checkpoint> only) throws IOException {}

    /** All operations before the checkpoint are written, not yet synced. */
    default void reached(Checkpoint checkpoint) throws IOException {}
}
